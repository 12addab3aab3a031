"""Between which hours somebody may be written to, by the clock on their own wall."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count


@dataclass(frozen=True)
class Hours:
    """From one full hour until another one, 0 to 23, which differ: 9 to 17, or 22 to 6 over midnight."""

    begin: int
    end: int
    zone: tzinfo

    def hold(self, at: datetime) -> bool:
        """Whether an instant lies within them."""
        hour = at.astimezone(self.zone).hour
        if self.begin < self.end:
            return self.begin <= hour < self.end
        return hour >= self.begin or hour < self.end

    def first(self, at: datetime) -> datetime:
        """The instant itself where it lies within them, else the next one that does, in UTC.

        On a day that clocks are put forward over the hour with which they begin, they begin as soon as the gap is
        over; a day that has nothing left of them is passed over.
        """
        if self.hold(at):
            return at
        today = at.astimezone(self.zone).date()
        for days in count():
            begins = self._begin_on(today + timedelta(days=days))
            if begins >= at and self.hold(begins):
                return begins

    def _begin_on(self, day: date) -> datetime:
        """An hour that the wall's clock jumps over stands for the end of the jump (PEP 495)."""
        return datetime.combine(day, time(self.begin), self.zone).astimezone(UTC)
