"""In which hours a limit is used up: in all of them, or in those that a calendar of working days names.

Police work around the clock, and so do nearly all limits. A policy may name a calendar instead (domain.md, *SLA*).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count
from typing import Protocol

NOTHING = timedelta()


class Hours(Protocol):
    """How a length of work is laid out on the clock. Every instant is aware."""

    def after(self, start: datetime, length: timedelta) -> datetime:
        """When so much work has been done from a moment on; of a negative length, when it had to begin."""

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much work lies between two moments; negative where the end is the earlier one."""


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
    """From `opens` to `closes` (of one day, by the wall clock of `zone`) on `days` (Monday is 0) that are no holidays.

    `closed`: the holidays. At least one day is worked in a week, and it opens before it closes.
    """

    days: frozenset[int]
    opens: time
    closes: time
    closed: frozenset[date]
    zone: tzinfo

    def after(self, start: datetime, length: timedelta) -> datetime:
        if length < NOTHING:
            return self._before(start, -length)
        for opens, closes in self._spans(start, 1):
            begins = max(opens, start)
            if closes - begins >= length:
                return (begins + length).astimezone(start.tzinfo)
            length -= max(closes - begins, NOTHING)

    def _before(self, end: datetime, length: timedelta) -> datetime:
        for opens, closes in self._spans(end, -1):
            ends = min(closes, end)
            if ends - opens >= length:
                return (ends - length).astimezone(end.tzinfo)
            length -= max(ends - opens, NOTHING)

    def between(self, start: datetime, end: datetime) -> timedelta:
        if end < start:
            return -self.between(end, start)
        worked = NOTHING
        for opens, closes in self._spans(start, 1):
            if opens >= end:
                return worked
            worked += max(min(closes, end) - max(opens, start), NOTHING)

    def _spans(self, around: datetime, step: int) -> Iterator[tuple[datetime, datetime]]:
        """The working spans from the day of a moment on, or from it backwards (`step` -1), in UTC, without an end."""
        today = around.astimezone(self.zone).date()
        for number in count():
            day = today + step * timedelta(days=number)
            if day.weekday() in self.days and day not in self.closed:
                yield self._at(day, self.opens), self._at(day, self.closes)

    def _at(self, day: date, wall: time) -> datetime:
        return datetime.combine(day, wall, self.zone).astimezone(UTC)
