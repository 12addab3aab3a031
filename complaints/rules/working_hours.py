"""The hours in which a time limit is used up: all hours, or the working hours of a calendar.

The police work around the clock, so nearly all limits count all hours. A policy may name a calendar instead
(docs/rules.md, *SLA*).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count
from typing import Protocol

NO_TIME = timedelta()


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
    """The hours from `opens` to `closes`, in the time zone `zone`, on `days` (Monday is 0) that are not holidays.

    `closed`: the holidays. There is at least one working day in a week, and `opens` is before `closes`.
    """

    days: frozenset[int]
    opens: time
    closes: time
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
            if day.weekday() in self.days and day not in self.closed:
                yield self._at(day, self.opens), self._at(day, self.closes)

    def _at(self, day: date, local_time: time) -> datetime:
        return datetime.combine(day, local_time, self.zone).astimezone(UTC)
