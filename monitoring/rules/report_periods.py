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
class ReportPeriod:
    """A week or a month, from its first to its last day, both included. `before`: the week or month before it."""

    rhythm: Rhythm
    first: date
    last: date

    @property
    def before(self) -> tuple[date, date]:
        last = self.first - timedelta(days=1)
        return (last.replace(day=1) if self.rhythm is Rhythm.MONTHLY else self.first - timedelta(days=7)), last


MISSED_AT_MOST = {Rhythm.WEEKLY: 13, Rhythm.MONTHLY: 12}
"""How many missed reports of each kind are made later: the weeks of a quarter, the months of a year."""


def due_periods(local: datetime) -> list[ReportPeriod]:
    """Return the last week (Monday to Sunday) and the last month that are over. A day begins at HOUR, local time."""
    today = (local - timedelta(hours=HOUR)).date()
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    last_of_month = first - timedelta(days=1)
    return [
        ReportPeriod(Rhythm.WEEKLY, monday - timedelta(days=7), monday - timedelta(days=1)),
        ReportPeriod(Rhythm.MONTHLY, last_of_month.replace(day=1), last_of_month),
    ]


def missed_periods(local: datetime) -> list[ReportPeriod]:
    """Return the earlier weeks and months that an outage may have skipped, the earliest first in each kind."""
    return [period for newest in due_periods(local) for period in reversed(_earlier_periods(newest))]


def _earlier_periods(period: ReportPeriod) -> list[ReportPeriod]:
    periods = []
    for _ in range(MISSED_AT_MOST[period.rhythm]):
        period = ReportPeriod(period.rhythm, *period.before)
        periods.append(period)
    return periods
