"""Migrations beside people at work: no statement waits long for a lock, and what could not have it is tried again.

Whoever waits for a table's lock keeps all others waiting behind it. With a short `lock_timeout` they wait no longer
than that, and a migration that did not get its lock has changed nothing.
"""

import time
from collections.abc import Callable

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import DeadlockDetected, LockNotAvailable

PATIENCE = 2  # seconds for each lock
PAUSE = 1.0  # seconds before the next try
TRIES = 60
# What an interrupted CREATE INDEX CONCURRENTLY leaves: an index that nobody reads and everybody writes.
HALF_MADE = """
    SELECT format('%%I.%%I', place.nspname, made.relname) FROM pg_index
    JOIN pg_class AS made ON made.oid = indexrelid JOIN pg_namespace AS place ON place.oid = made.relnamespace
    WHERE NOT indisvalid AND place.nspname = current_schema()
      AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index AS going WHERE going.index_relid = indexrelid)"""


class StillBusy(Exception):
    """A lock could not be had in all tries; nothing is half done, and the same command goes on later."""


def online(connection: BaseDatabaseWrapper, migrate: Callable[[], None], *, say: Callable[[str], None]) -> int:
    """Run `migrate` on that connection until it has had every lock. How many tries it took. Raises StillBusy."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{PATIENCE}s"])
    for tried in range(1, TRIES + 1):
        try:
            _drop_what_is_half_made(connection)
            migrate()
            return tried
        except OperationalError as busy:
            if not isinstance(busy.__cause__, LockNotAvailable | DeadlockDetected):
                raise
            say(f"A table is in use; try {tried + 1} in {PAUSE:g} s")
        time.sleep(PAUSE)
    raise StillBusy(f"A table was in use {TRIES} times. Nothing is half done: run the command again later.")


def _drop_what_is_half_made(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(HALF_MADE, [])
        for (index,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {index}")  # quoted by PostgreSQL itself
