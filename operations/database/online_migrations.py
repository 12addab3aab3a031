"""Run migrations while the portal is in use: wait only briefly for locks, and try again.

A statement that waits for a table's lock blocks all later statements on that table. A short `lock_timeout` limits this,
and a migration that does not get its lock changes nothing.
"""

import time
from collections.abc import Callable

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import DeadlockDetected, LockNotAvailable

PATIENCE = 2  # seconds for each lock
PAUSE = 1.0  # seconds before the next attempt
TRIES = 60
# Invalid indexes that an interrupted CREATE INDEX CONCURRENTLY leaves. They slow down writes and are never read.
INVALID_INDEXES = """
    SELECT format('%%I.%%I', schema.nspname, class.relname) FROM pg_index
    JOIN pg_class AS class ON class.oid = indexrelid JOIN pg_namespace AS schema ON schema.oid = class.relnamespace
    WHERE NOT indisvalid AND schema.nspname = current_schema()
      AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index AS progress WHERE progress.index_relid = indexrelid)"""


class TablesBusy(Exception):
    """A lock was not available in all attempts. Nothing is half done; the same command can be run again later."""


def migrate_online(
    connection: BaseDatabaseWrapper, migrate: Callable[[], None], *, report: Callable[[str], None]
) -> int:
    """Run `migrate` on a connection until it gets all locks, and return the number of attempts. Raises TablesBusy."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{PATIENCE}s"])
    for attempt in range(1, TRIES + 1):
        try:
            _drop_invalid_indexes(connection)
            migrate()
            return attempt
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
                raise
            report(f"A table is in use; try {attempt + 1} in {PAUSE:g} s")
        time.sleep(PAUSE)
    raise TablesBusy(f"A table was in use {TRIES} times. Nothing is half done: run the command again later.")


def _drop_invalid_indexes(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INVALID_INDEXES, [])
        for (index,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {index}")  # quoted by PostgreSQL itself
