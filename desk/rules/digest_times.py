"""When an officer's e-mail digest is sent: once or twice a day, from an hour that the officer chose."""

from datetime import datetime

HOURS_BETWEEN = 8
STILL_SENT_FOR = 2
"""Hours after its time in which a digest that an outage delayed is still sent."""


def digest_hour(hour: int, now: datetime, *, is_twice: bool) -> int | None:
    """Return the hour of the digest that should have been sent by now, or None if none is due.

    `now`: the time in Pakistan. The last digest of a day is due until midnight at most.
    """
    hours = [hour, hour + HOURS_BETWEEN] if is_twice else [hour]
    return next((one for one in hours if one <= now.hour < one + STILL_SENT_FOR), None)
