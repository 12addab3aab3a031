"""How long an event waits after a failure, when it is given up, and when an endpoint rests.

The delays follow the recommendation of Standard Webhooks: short at first, then hours, about two and a half days in all.
"""

from datetime import timedelta

RETRY_DELAYS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 60, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 24 * 3600)
)
MAX_ATTEMPTS = len(RETRY_DELAYS) + 1
SPREAD = 0.2
"""A delay is longer or shorter by up to this share, so that events which failed together do not return together."""

RESTS_AFTER = 3
"""Failures in a row after which the endpoint rests."""
FIRST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(hours=1)


def retry_delay_after(attempts: int, *, chance: float) -> timedelta | None:
    """Return the delay after this number of failed attempts (1 or more); None to give the event up.

    `chance`: a random number from 0 to 1, which spreads the delays.
    """
    return _spread(RETRY_DELAYS[attempts - 1], chance) if attempts <= len(RETRY_DELAYS) else None


def rest_after(failures: int, *, chance: float) -> timedelta | None:
    """Return how long an endpoint rests after this number of failures in a row; None if it need not yet.

    Each further failure doubles the rest, up to an hour.
    """
    if failures < RESTS_AFTER:
        return None
    doublings = min(failures - RESTS_AFTER, 10)
    return _spread(min(FIRST_REST * 2**doublings, LONGEST_REST), chance)


def _spread(delay: timedelta, chance: float) -> timedelta:
    return delay * (1 - SPREAD + 2 * SPREAD * chance)
