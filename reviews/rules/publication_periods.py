"""The periods that the published figures cover."""

from dataclasses import dataclass
from datetime import date, timedelta

WINDOW_LENGTH = timedelta(days=90)
MONTHS_PUBLISHED = 6
"""The number of whole months that are published."""


@dataclass(frozen=True)
class PublicationPeriods:
    """The last ninety days up to a Sunday, and the whole months before that Sunday.

    `months`: the first day of each month, the oldest first.
    """

    first: date
    last: date
    months: tuple[date, ...]

    @property
    def overlapping(self) -> tuple[date, ...]:
        """The months with a day in the ninety-day window: their figures and the window's depend on each other."""
        return tuple(month for month in self.months if next_month(month) > self.first)


def periods_published_on(today: date) -> PublicationPeriods:
    """Return the periods that are published in the week of a day. They end with the last Sunday before it.

    Figures are published by week: with daily figures, subtraction would reveal each single day.
    """
    last = today - timedelta(days=today.weekday() + 1)
    months = [months_before(last + timedelta(days=1), back) for back in range(MONTHS_PUBLISHED, 0, -1)]
    return PublicationPeriods(last - WINDOW_LENGTH + timedelta(days=1), last, tuple(months))


def next_month(month: date) -> date:
    """Return the first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_before(day: date, number: int) -> date:
    """Return the first day of the month that is `number` months before the month of a day."""
    count = day.year * 12 + day.month - 1 - number
    return date(count // 12, count % 12 + 1, 1)


def last_quarter_before(today: date) -> tuple[date, date]:
    """Return the first and last day of the latest calendar quarter that is over.

    Quarters share no day, so the difference between two of them reveals nothing.
    """
    quarter_begin = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return months_before(quarter_begin, 3), quarter_begin - timedelta(days=1)
