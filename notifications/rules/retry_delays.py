"""How long a message waits after a failure, and when it is given up."""

from datetime import timedelta

# Short delays at first, then hourly: 23 h 21 min in total, so the last attempt is within a day of the first.
RETRY_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, *[60] * 23))
MAX_ATTEMPTS = len(RETRY_DELAYS) + 1

# How long a worker's claim on a row lasts, and for how long after claiming it starts to send rows. The difference is
# longer than one sending can take, so a claim does not expire while its worker is alive.
CLAIM_DURATION = timedelta(minutes=5)
RUN_DURATION = timedelta(minutes=3)

# A channel that failed this often in a row counts as down. The run's other messages for it wait for this long.
DOWN_AFTER = 3
OUTAGE_DELAY = timedelta(minutes=1)

# How often to try again, without limit, a message whose channel is not set up (for example, no SMS gateway).
NO_CHANNEL_DELAY = timedelta(hours=1)


def retry_delay_after(attempts: int) -> timedelta | None:
    """Return the delay after the given number of failed attempts (1 or more), or None to give up."""
    return RETRY_DELAYS[attempts - 1] if attempts <= len(RETRY_DELAYS) else None
