"""Decide which reports are due.

The report of a week is due on the Monday after it, that of a month on the first day of the next month, both at HOUR.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

HOUR = 6
"""The hour of the day in Pakistan, so that reports are ready when people come to work."""


class Rhythm(StrEnum):
    """How often a report is made."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True)
class Period:
    """A week or a month, from its first to its last day, both included. `before`: the week or month before it."""

    rhythm: Rhythm
    first: date
    last: date

    @property
    def before(self) -> tuple[date, date]:
        last = self.first - timedelta(days=1)
        return (last.replace(day=1) if self.rhythm is Rhythm.MONTHLY else self.first - timedelta(days=7)), last


MADE_UP = {Rhythm.WEEKLY: 13, Rhythm.MONTHLY: 12}
"""How many missed reports of each kind are made later: the weeks of a quarter, the months of a year."""


def due(local: datetime) -> list[Period]:
    """Return the last week (Monday to Sunday) and the last month that are over. A day begins at HOUR, local time."""
    today = (local - timedelta(hours=HOUR)).date()
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    last_of_month = first - timedelta(days=1)
    return [
        Period(Rhythm.WEEKLY, monday - timedelta(days=7), monday - timedelta(days=1)),
        Period(Rhythm.MONTHLY, last_of_month.replace(day=1), last_of_month),
    ]


def missed(local: datetime) -> list[Period]:
    """Return the earlier weeks and months that an outage may have skipped, the earliest first in each kind."""
    return [period for newest in due(local) for period in reversed(_earlier(newest))]


def _earlier(period: Period) -> list[Period]:
    periods = []
    for _ in range(MADE_UP[period.rhythm]):
        period = Period(period.rhythm, *period.before)
        periods.append(period)
    return periods
