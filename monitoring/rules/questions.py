"""The five questions of a morning: which changes are too large to be chance (docs/decisions/0028).

A week is compared with the twelve before it. The score of a change is how many standard deviations it lies away from
what chance makes of the same habit; the largest are asked about.
"""

from collections.abc import Hashable, Iterable, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import sqrt

from reviews.rules.patterns import FEWEST, Share

MOST = 5
WEEKS_BEFORE = 12
LEAST_SCORE = 3.5
"""Of some two hundred comparisons a morning, chance alone passes this once in ten mornings."""
FEWEST_EITHER = 5
"""Of a share: so many have to be expected on either side, or the score is no good measure of chance."""
QUIET = timedelta(days=7)
"""For so long after a question its figure is not asked about again: the week would be partly the same one."""


class QuestionFigure(StrEnum):
    """The figures that are looked at: how many came in, and of so many, how many …"""

    RECEIVED = "received"
    CONTACTED = "contacted"  # in time
    REPORTED = "reported"  # in time
    REOPENED = "reopened"
    DENIED = "denied"  # the citizen denied that they were helped


LAG = {
    QuestionFigure.RECEIVED: timedelta(days=0),
    QuestionFigure.CONTACTED: timedelta(days=1),
    QuestionFigure.REPORTED: timedelta(days=14),
    QuestionFigure.REOPENED: timedelta(days=28),
    QuestionFigure.DENIED: timedelta(days=28),
}
"""How long ago the week has ended: by then the answer is known of nearly all. Of a younger week only the quick
ones would be known, and it would look better than it is."""


def weeks(figure: QuestionFigure, today: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """First and last day of the week that is looked at, and of the twelve before it."""
    last = today - timedelta(days=1) - LAG[figure]
    first = last - timedelta(days=6)
    return (first, last), (first - timedelta(weeks=WEEKS_BEFORE), first - timedelta(days=1))


def score(figure: QuestionFigure, now: Share, before: Share) -> float | None:
    """Above nought: more than before. None where there is too little to say.

    Of RECEIVED the numbers count alone: complaints of one week, and of twelve.
    """
    return _of_counts(now.number, before.number) if figure is QuestionFigure.RECEIVED else _of_shares(now, before)


def _of_counts(now: int, before: int) -> float | None:
    """Poisson counts made to have one variance (Anscombe 1948), the mean's own error counted in."""
    usual = before / WEEKS_BEFORE
    if max(now, usual) < FEWEST:
        return None
    return 2 * (sqrt(now + 3 / 8) - sqrt((before + 3 / 8) / WEEKS_BEFORE)) / sqrt(1 + 1 / WEEKS_BEFORE)


def _of_shares(now: Share, before: Share) -> float | None:
    """Two shares, under the assumption that they are one."""
    if now.of < FEWEST or before.of < FEWEST:
        return None
    pooled = (now.number + before.number) / (now.of + before.of)
    if now.of * min(pooled, 1 - pooled) < FEWEST_EITHER:
        return None
    spread = sqrt(pooled * (1 - pooled) * (1 / now.of + 1 / before.of))
    return (now.number / now.of - before.number / before.of) / spread


@dataclass(frozen=True)
class FigureChange[Office: Hashable]:
    """What was measured of an office. `of` of RECEIVED plays no role."""

    office: Office
    figure: QuestionFigure
    now: Share
    before: Share

    @property
    def score(self) -> float | None:
        return score(self.figure, self.now, self.before)


def chosen[Office: Hashable](
    changes: Iterable[FigureChange[Office]], quiet: Set[tuple[Office, QuestionFigure]]
) -> list[FigureChange]:
    """The largest that are no chance, at most five. `quiet`: asked already, and unanswered or lately."""
    large = [
        change
        for change in changes
        if (change.office, change.figure) not in quiet and change.score is not None and abs(change.score) >= LEAST_SCORE
    ]
    return sorted(large, key=lambda change: -abs(change.score))[:MOST]
