"""How long a message that could not be sent waits, and when it is given up."""

from datetime import timedelta

# Minutes: quickly at first, then hourly; together 23 h 21 min, so the last try is within a day of the first.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, *[60] * 23))
TRIES = len(WAITS) + 1

# How long a row is in one worker's hands, and how long that worker goes on beginning new ones. The difference
# is more than one sending can take, so a claim never runs out under a worker that is alive.
CLAIM = timedelta(minutes=5)
RUN = timedelta(minutes=3)

# A channel that failed this often in a row is down: the rest of the run is put back untried, for this long.
DOWN_AFTER = 3
PUT_BACK = timedelta(minutes=1)

# A message for which this installation has no way out yet (no SMS gateway is set) asks again this often, for ever.
NO_WAY = timedelta(hours=1)


def wait_after(attempts: int) -> timedelta | None:
    """The wait after the given number of failed attempts (1 or more); None when it is time to give up."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None
