"""Restart long jobs that were interrupted within seconds, instead of at their next scheduled time (decision 0030).

A worker that starts a job writes a row and holds an advisory lock with its number; it deletes the row at the end. If
the worker is killed or loses the database, the row remains without the lock.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection, transaction

from accounts.models import Underway

logger = logging.getLogger(__name__)

LOCK_CLASS, KEYS = 0x10B5, 2**31  # first half of the advisory lock, used only here; number of possible second halves
CHECK_INTERVAL = "2s"
"""How often PostgreSQL checks, while a statement runs, that the worker is connected. If not, it releases the lock."""

TRIES = 5
"""Number of restarts. A job that kills its worker each time then waits for its next scheduled time."""


@contextmanager
def track_running_job(job: str, *, tries: int, at: datetime) -> Iterator[None]:
    """Keep a row and a lock while the job runs inside this context. Exceptions of the job pass through.

    If the database connection is lost, the row remains. After any other failure it is deleted, because another run
    would only fail again.
    """
    with transaction.atomic(durable=True):
        row = Underway.objects.create(job=job, tries=tries, begun_at=at)
        _select_value("SELECT set_config('client_connection_check_interval', %s, false)", CHECK_INTERVAL)
        _select_value("SELECT pg_advisory_lock(%s, %s)", LOCK_CLASS, row.pk % KEYS)
    try:
        yield
    except (OperationalError, InterfaceError):
        connection.close()  # releases the lock
        raise
    except Exception:
        _delete_job_row(row.pk)
        raise
    _delete_job_row(row.pk)


def restart_interrupted_jobs(send: Callable[[str, int], None]) -> int:
    """Call `send(job, tries)` for each interrupted job and return how many there were.

    Exceptions of `send` pass through, and the row then remains.
    """
    return sum(_restart_job(pk, send) for pk in list(Underway.objects.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _restart_job(pk: int, send: Callable[[str, int], None]) -> bool:
    """Restart the job of a row and return True, unless it is still running or has been restarted too often."""
    if not _select_value("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK_CLASS, pk % KEYS):
        return False
    row = Underway.objects.filter(pk=pk).first()
    if row is None:
        return False
    row.delete()
    if row.tries >= TRIES:
        logger.error("%s was interrupted %s times and now waits for its scheduled time", row.job, TRIES + 1)
        return False
    send(row.job, row.tries + 1)
    return True


def _delete_job_row(pk: int) -> None:
    Underway.objects.filter(pk=pk).delete()
    _select_value("SELECT pg_advisory_unlock(%s, %s)", LOCK_CLASS, pk % KEYS)


def _select_value(statement: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]
