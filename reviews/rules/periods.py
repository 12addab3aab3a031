"""Which days the public figures are about."""

from dataclasses import dataclass
from datetime import date, timedelta

WINDOW = timedelta(days=90)
MONTHS = 6
"""So many whole months at most are shown."""


@dataclass(frozen=True)
class Periods:
    """The last ninety days up to a Sunday, and the whole months before it: the first day of each, the oldest first."""

    first: date
    last: date
    months: tuple[date, ...]

    @property
    def overlapping(self) -> tuple[date, ...]:
        """The months of which some day is among the ninety: their numbers hang together with the window's."""
        return tuple(month for month in self.months if after(month) > self.first)


def ending_before(today: date) -> Periods:
    """The periods of the publication of a day's week: they end with the last Sunday that is over.

    Weeks, because figures that are made anew every day give each day away by subtraction.
    """
    last = today - timedelta(days=today.weekday() + 1)
    months = [month_back(last + timedelta(days=1), back) for back in range(MONTHS, 0, -1)]
    return Periods(last - WINDOW + timedelta(days=1), last, tuple(months))


def after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_back(day: date, back: int) -> date:
    """The first day of the month so many months before that of a day."""
    count = day.year * 12 + day.month - 1 - back
    return date(count // 12, count % 12 + 1, 1)


def quarter_before(today: date) -> tuple[date, date]:
    """The last quarter of the calendar that is over by a day: its first and last day. Quarters share no day, so nobody
    learns anything from what one has more than another."""
    this = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return month_back(this, 3), this - timedelta(days=1)
