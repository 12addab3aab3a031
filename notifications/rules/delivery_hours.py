"""The hours in which a person may receive messages, in their own time zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from itertools import count


@dataclass(frozen=True)
class DailyHours:
    """A daily period from one full hour to another (0 to 23, not equal): 9 to 17, or 22 to 6 over midnight."""

    begin: int
    end: int
    zone: tzinfo

    def include(self, at: datetime) -> bool:
        """Return whether an instant lies within these hours."""
        hour = at.astimezone(self.zone).hour
        if self.begin < self.end:
            return self.begin <= hour < self.end
        return hour >= self.begin or hour < self.end

    def first_instant(self, at: datetime) -> datetime:
        """Return the instant itself if it lies within these hours, otherwise the next one that does, in UTC.

        If the first hour does not exist because clocks go forward, the period begins at the end of the gap. A day on
        which the gap covers the whole period is skipped.
        """
        if self.include(at):
            return at
        today = at.astimezone(self.zone).date()
        for days in count():
            # For an hour that a clock change skips, this is the end of the gap (PEP 495).
            start = datetime.combine(today + timedelta(days=days), time(self.begin), self.zone)
            begins = start.astimezone(UTC)
            if begins >= at and self.include(begins):
                return begins
