"""Save the result of an external call, and wait for the database if it is unavailable.

The result is known only to this process, so it must not be lost.
"""

import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection

PATIENCE = 90  # seconds; less than a claim lasts, so that no other worker repeats the call meanwhile
PAUSE = 0.2


def write_when_available[Result](write: Callable[[], Result]) -> Result:
    """Call `write` until the database accepts it, and return its result.

    Raises the database's error inside a transaction, or if the database stays unavailable. `write` may have succeeded
    without an answer, so it must be safe to repeat.
    """
    give_up_at = time.monotonic() + PATIENCE
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > give_up_at:
                raise
            connection.close()
            time.sleep(PAUSE)
