"""Which reports are due: of a week that is over, from Monday morning; of a month, from the next one's first morning."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

HOUR = 6
"""By the wall clock of Pakistan: whoever comes in finds them there."""


class Rhythm(StrEnum):
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True)
class Period:
    """From a first to a last day, both included; and the one of the same kind before it."""

    rhythm: Rhythm
    first: date
    last: date

    @property
    def before(self) -> tuple[date, date]:
        last = self.first - timedelta(days=1)
        return (last.replace(day=1) if self.rhythm is Rhythm.MONTHLY else self.first - timedelta(days=7)), last


MADE_UP = {Rhythm.WEEKLY: 13, Rhythm.MONTHLY: 12}
"""How many of a kind are made later, where they were missed: a quarter's weeks, a year's months."""


def due(local: datetime) -> list[Period]:
    """The last week (Monday to Sunday) and the last month that are over, by local time; a day begins at HOUR."""
    today = (local - timedelta(hours=HOUR)).date()
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    last_of_month = first - timedelta(days=1)
    return [
        Period(Rhythm.WEEKLY, monday - timedelta(days=7), monday - timedelta(days=1)),
        Period(Rhythm.MONTHLY, last_of_month.replace(day=1), last_of_month),
    ]


def missed(local: datetime) -> list[Period]:
    """Those before them that an outage may have left out, of each kind the earliest first."""
    return [period for newest in due(local) for period in reversed(_earlier(newest))]


def _earlier(period: Period) -> list[Period]:
    found = []
    for _ in range(MADE_UP[period.rhythm]):
        period = Period(period.rhythm, *period.before)
        found.append(period)
    return found
