"""Noting what has happened outside the house, which nobody else knows: a database that is away is waited for."""

import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection

PATIENCE = 90  # seconds: less than a claim, which keeps others meanwhile from doing it again
PAUSE = 0.2


def note[Noted](write: Callable[[], Noted]) -> Noted:
    """What `write` gives, once the database takes it. Raises what the database raises inside a transaction, or when it
    stays away. What went through although nothing answered must be harmless to repeat."""
    patient_until = time.monotonic() + PATIENCE
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > patient_until:
                raise
            connection.close()
            time.sleep(PAUSE)
