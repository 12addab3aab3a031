"""The facts of the board's first sentence: how much is overdue, and whether that is more or less than a week ago."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

NAMED_OFFICES = 3
"""The sentence names this many offices that are getting worse, and counts the others."""


class WeeklyChange(StrEnum):
    """How the number of overdue complaints differs from that of a week ago."""

    FEWER = "fewer"
    MORE = "more"
    SAME = "same"
    UNKNOWN = "unknown"  # that day was not recorded


@dataclass(frozen=True)
class BoardHeadline:
    """What the sentence says.

    `percent`: of the open complaints; None if none is open. `difference`: from a week ago, without its sign. `worse`:
    the names of the offices that are getting worse most. `more_worse`: how many others are getting worse.
    """

    overdue: int
    percent: int | None
    change: WeeklyChange
    difference: int
    worse: tuple[str, ...]
    more_worse: int


def make_headline(*, overdue: int, open_now: int, week_ago: int | None, worse: Sequence[str]) -> BoardHeadline:
    """Return the facts of the sentence. `worse`: the names of all offices that are getting worse, the worst first."""
    change = WeeklyChange.UNKNOWN
    if week_ago is not None:
        changes = {-1: WeeklyChange.FEWER, 0: WeeklyChange.SAME, 1: WeeklyChange.MORE}
        change = changes[(overdue > week_ago) - (overdue < week_ago)]
    return BoardHeadline(
        overdue=overdue,
        percent=whole_percent(overdue, open_now),
        change=change,
        difference=0 if week_ago is None else abs(overdue - week_ago),
        worse=tuple(worse[:NAMED_OFFICES]),
        more_worse=max(0, len(worse) - NAMED_OFFICES),
    )


def whole_percent(part: int, whole: int) -> int | None:
    """Return a part in whole percent, or None of nothing. Only none is 0 and only all is 100."""
    if not whole:
        return None
    if part in {0, whole}:
        return 100 if part else 0
    return min(99, max(1, round(100 * part / whole)))
