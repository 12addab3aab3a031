"""The weeks of the board's trends. Results are compared only between weeks whose complaints had equally much time."""

from datetime import date, timedelta
from enum import StrEnum

TREND_WEEKS = 13
WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)


class WeeklyResult(StrEnum):
    """A result of the complaints received in one week."""

    RECEIVED = "received"
    CONTACTED = "contacted"
    REPORTED = "reported"
    DENIED = "denied"


WEEKS_TO_MATURE = {
    WeeklyResult.RECEIVED: 0,
    WeeklyResult.CONTACTED: 1,
    WeeklyResult.REPORTED: 3,
    WeeklyResult.DENIED: 5,
}
"""After this many more weeks the result of a week's complaints is known.

Whole weeks that are not shorter than the limits: contact at most 24 hours, report at most 15 days
(complaints/data/categories.csv). The citizen's answer follows the report, the decision (48 hours) and a week:
comparable_periods.SETTLING_TIME, 30 days.
"""
ALL_WEEKS = TREND_WEEKS + max(WEEKS_TO_MATURE.values())


def board_weeks(today: date) -> list[tuple[date, date]]:
    """Return the first and last day of every week that the trends need, the oldest first.

    The newest week ends yesterday, because today is not over.
    """
    ends = [today - DAY - WEEK * back for back in reversed(range(ALL_WEEKS))]
    return [(end - WEEK + DAY, end) for end in ends]


def mature_weeks(result: WeeklyResult) -> slice:
    """Return the thirteen newest weeks of `board_weeks` whose result is known, as a slice."""
    end = ALL_WEEKS - WEEKS_TO_MATURE[result]
    return slice(end - TREND_WEEKS, end)


def is_week_mature(result: WeeklyResult, place: int) -> bool:
    """Return whether the result of a week is known. `place`: its index in `board_weeks`."""
    return place < ALL_WEEKS - WEEKS_TO_MATURE[result]
