"""When an officer's e-mail digest is sent: once or twice a day, from an hour that the officer chose."""

from datetime import datetime
from enum import StrEnum

FIRST_HOUR, LAST_HOUR = 6, 15
"""The hours of the day in Pakistan that can be chosen. The second digest of the latest choice is sent at 23:00."""
HOURS_BETWEEN = 8
STILL_SENT_FOR = 2
"""Hours after its time in which a digest that an outage delayed is still sent."""


class DigestFrequency(StrEnum):
    DAILY = "daily"
    TWICE_DAILY = "twice_daily"


def digest_hour(frequency: str, hour: int, now: datetime) -> int | None:
    """Return the hour of the digest that should have been sent by now, or None if none is due.

    `now`: the time in Pakistan. The last digest of a day is due until midnight at most.
    """
    hours = [hour, hour + HOURS_BETWEEN] if frequency == DigestFrequency.TWICE_DAILY else [hour]
    return next((one for one in hours if one <= now.hour < one + STILL_SENT_FOR), None)
