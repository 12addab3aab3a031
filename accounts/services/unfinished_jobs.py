"""A long job that its worker did not end is run again within seconds, not when its hour comes round (decision 0030).

Whoever begins one writes a row and holds an advisory lock of its number; whoever ends it takes the row away. A worker
that is killed, or that loses the database, leaves the row without the lock.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection, transaction

from accounts.models import Underway

logger = logging.getLogger(__name__)

LOCKS, KEYS = 0x10B5, 2**31  # the first half of the advisory locks' numbers, ours alone; how many there are
NOTICED = "2s"
"""So soon PostgreSQL notices that the worker is gone although its statement still runs, and lets go of the lock."""

TRIES = 5
"""A job that ends its worker each time waits for its own hour after so many."""


@contextmanager
def underway(job: str, *, tries: int, at: datetime) -> Iterator[None]:
    """Meanwhile the job's row stands. It stays where the database went away, and goes after any other failure, which
    another run would only repeat. Raises what the job raises."""
    with transaction.atomic(durable=True):
        row = Underway.objects.create(job=job, tries=tries, begun_at=at)
        _ask("SELECT set_config('client_connection_check_interval', %s, false)", NOTICED)
        _ask("SELECT pg_advisory_lock(%s, %s)", LOCKS, row.pk % KEYS)
    try:
        yield
    except (OperationalError, InterfaceError):
        connection.close()  # and the lock with it
        raise
    except Exception:
        _end(row.pk)
        raise
    _end(row.pk)


def take_up(send: Callable[[str, int], None]) -> int:
    """`send(job, tries)` each that was left behind. How many. Raises what `send` raises, and then the row stays."""
    return sum(_taken(number, send) for number in list(Underway.objects.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _taken(number: int, send: Callable[[str, int], None]) -> bool:
    if not _ask("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCKS, number % KEYS):
        return False
    row = Underway.objects.filter(pk=number).first()
    if row is None:
        return False
    row.delete()
    if row.tries >= TRIES:
        logger.error("%s did not come to its end %s times: it waits for its hour", row.job, TRIES + 1)
        return False
    send(row.job, row.tries + 1)
    return True


def _end(number: int) -> None:
    Underway.objects.filter(pk=number).delete()
    _ask("SELECT pg_advisory_unlock(%s, %s)", LOCKS, number % KEYS)


def _ask(question: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchone()[0]
