"""The hours in which a time limit is used up: all hours, or the working hours of a calendar.

The police work around the clock, so nearly all limits count all hours. A policy may name a calendar instead
(docs/rules.md, *SLA*). How an administrator writes a week: complaints.rules.time_limits.working_week.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count
from typing import Protocol

NO_TIME = timedelta()

Interval = tuple[int, int]
"""A working interval of a day: start and end in minutes from midnight. 1440 is the midnight that ends the day."""

Week = tuple[tuple[Interval, ...], ...]
"""The intervals of the seven days, Monday first. Those of a day are in order and do not overlap."""

MINUTES_A_DAY = 24 * 60


class Hours(Protocol):
    """Arithmetic with working time. All datetimes are aware."""

    def after(self, start: datetime, length: timedelta) -> datetime:
        """Return the time at which this much working time has passed since `start`; before `start` if negative."""

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time between two moments; negative if the end is before the start."""


@dataclass(frozen=True)
class AroundTheClock:
    """Every hour counts."""

    def after(self, start: datetime, length: timedelta) -> datetime:
        return start + length

    def between(self, start: datetime, end: datetime) -> timedelta:
        return end - start


AROUND_THE_CLOCK = AroundTheClock()


@dataclass(frozen=True)
class WorkingHours:
    """The intervals of a week, in the time zone `zone`, on days that are not holidays.

    `closed`: the holidays. At least one day of the week has an interval.
    """

    week: Week
    closed: frozenset[date]
    zone: tzinfo

    def after(self, start: datetime, length: timedelta) -> datetime:
        if length < NO_TIME:
            return self._before(start, -length)
        for opens, closes in self._spans(start, 1):
            begins = max(opens, start)
            if closes - begins >= length:
                return (begins + length).astimezone(start.tzinfo)
            length -= max(closes - begins, NO_TIME)

    def _before(self, end: datetime, length: timedelta) -> datetime:
        for opens, closes in self._spans(end, -1):
            ends = min(closes, end)
            if ends - opens >= length:
                return (ends - length).astimezone(end.tzinfo)
            length -= max(ends - opens, NO_TIME)

    def between(self, start: datetime, end: datetime) -> timedelta:
        if end < start:
            return -self.between(end, start)
        worked = NO_TIME
        for opens, closes in self._spans(start, 1):
            if opens >= end:
                return worked
            worked += max(min(closes, end) - max(opens, start), NO_TIME)

    def _spans(self, around: datetime, step: int) -> Iterator[tuple[datetime, datetime]]:
        """Yield working spans in UTC without an end: from the day of a moment onwards, or backwards if `step` is -1."""
        today = around.astimezone(self.zone).date()
        for number in count():
            day = today + step * timedelta(days=number)
            if day not in self.closed:
                for opens, closes in self.week[day.weekday()][::step]:
                    yield self._at(day, opens), self._at(day, closes)

    def _at(self, day: date, minute: int) -> datetime:
        days, minute = divmod(minute, MINUTES_A_DAY)
        local = datetime.combine(day + timedelta(days=days), time(minute // 60, minute % 60), self.zone)
        return local.astimezone(UTC)


@dataclass(frozen=True)
class CalendarHours:
    """The hours of a calendar: those of most offices, and those of office types that keep other hours."""

    general: WorkingHours
    by_office_kind: Mapping[str, WorkingHours] = field(default_factory=dict)

    def at_office(self, kind: str) -> WorkingHours:
        """Return the hours of an office of this kind (accounts.rules.office_tree.OfficeKind)."""
        return self.by_office_kind.get(kind, self.general)
