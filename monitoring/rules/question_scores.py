"""Choose the morning questions: changes of a figure that are too large to be chance (docs/decisions/0028).

A week is compared with the twelve weeks before it. The score of a change is its size in standard deviations of what
chance would produce if nothing had changed. The changes with the largest scores become questions.
"""

from collections.abc import Hashable, Iterable, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import sqrt

from reviews.rules.delay_patterns import FEWEST_CASES, PatternShare

MOST_QUESTIONS = 5
"""Questions on one morning."""
WEEKS_BEFORE = 12
LEAST_SCORE = 3.5
"""With about two hundred comparisons a morning, chance alone exceeds this once in ten mornings."""
FEWEST_EITHER = 5
"""So many complaints must be expected on each side of a share. With fewer, the score does not measure chance well."""
QUIET_PERIOD = timedelta(days=7)
"""How long a figure is not asked about again after a question: the weeks would overlap."""


class QuestionFigure(StrEnum):
    """The figures that are compared: a count of complaints received, and four shares."""

    RECEIVED = "received"
    CONTACTED = "contacted"  # in time
    REPORTED = "reported"  # in time
    REOPENED = "reopened"
    DENIED = "denied"  # the citizen denied that they were helped


LAGS = {
    QuestionFigure.RECEIVED: timedelta(days=0),
    QuestionFigure.CONTACTED: timedelta(days=1),
    QuestionFigure.REPORTED: timedelta(days=14),
    QuestionFigure.REOPENED: timedelta(days=28),
    QuestionFigure.DENIED: timedelta(days=28),
}
"""How long ago the compared week ended. By then the result of nearly all its complaints is known. In a younger week
only the quick ones would be known, so that it would look better than it is."""


def compared_weeks(figure: QuestionFigure, today: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """Return the first and last day of the compared week, and of the twelve weeks before it."""
    last = today - timedelta(days=1) - LAGS[figure]
    first = last - timedelta(days=6)
    return (first, last), (first - timedelta(weeks=WEEKS_BEFORE), first - timedelta(days=1))


def change_score(figure: QuestionFigure, now: PatternShare, before: PatternShare) -> float | None:
    """Return the score of a change, positive for an increase. None if there are too few complaints.

    For RECEIVED only the numbers matter: the complaints of one week, and of twelve weeks.
    """
    if figure is QuestionFigure.RECEIVED:
        return _score_of_counts(now.number, before.number)
    return _score_of_shares(now, before)


def _score_of_counts(now: int, before: int) -> float | None:
    """Compare Poisson counts after a transformation to equal variance (Anscombe 1948), with the error of the mean."""
    usual = before / WEEKS_BEFORE
    if max(now, usual) < FEWEST_CASES:
        return None
    return 2 * (sqrt(now + 3 / 8) - sqrt((before + 3 / 8) / WEEKS_BEFORE)) / sqrt(1 + 1 / WEEKS_BEFORE)


def _score_of_shares(now: PatternShare, before: PatternShare) -> float | None:
    """Compare two shares, under the assumption that they are equal (pooled)."""
    if now.of < FEWEST_CASES or before.of < FEWEST_CASES:
        return None
    pooled = (now.number + before.number) / (now.of + before.of)
    if now.of * min(pooled, 1 - pooled) < FEWEST_EITHER:
        return None
    spread = sqrt(pooled * (1 - pooled) * (1 / now.of + 1 / before.of))
    return (now.number / now.of - before.number / before.of) / spread


@dataclass(frozen=True)
class FigureChange:
    """A figure of an office (any key) in its week, and in the weeks before. For RECEIVED, `of` has no meaning."""

    office: Hashable
    figure: QuestionFigure
    now: PatternShare
    before: PatternShare

    @property
    def score(self) -> float | None:
        return change_score(self.figure, self.now, self.before)


def choose_changes(changes: Iterable[FigureChange], quiet: Set[tuple[Hashable, QuestionFigure]]) -> list[FigureChange]:
    """Return the changes with the largest scores that are not chance, at most five.

    `quiet`: offices and figures with a question that is unanswered or recent.
    """
    large = [
        change
        for change in changes
        if (change.office, change.figure) not in quiet and change.score is not None and abs(change.score) >= LEAST_SCORE
    ]
    return sorted(large, key=lambda change: -abs(change.score))[:MOST_QUESTIONS]
