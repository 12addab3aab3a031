"""Read from the streaming replica of the database (DATABASE_REPLICA_URL), if one is configured and fresh enough.

Only decorated views read there (`accounts.replica_reads.read_from_replica`): boards, exports and public figures.
All other reads and all writes go to the primary (docs/decisions/0027).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from logging import getLogger
from time import monotonic

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

REPLICA = "replica"
MAX_LAG = timedelta(seconds=30)
RETRY_SECONDS = 10.0
"""Seconds for which a process does not try a failed replica again, so that not every request waits for it."""

# The replica's copy of the heartbeat, and whether the replica has reached the reader's last write.
STATE = """
    SELECT at, %(written)s::pg_lsn IS NULL OR NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= %(written)s::pg_lsn
    FROM accounts_heartbeat"""

log = getLogger(__name__)
_read_alias: ContextVar[str] = ContextVar("reading", default=DEFAULT_DB_ALIAS)
_next_try = {"monotonic": 0.0}


class ReplicaRouter:
    """Database router: reads go where the current request reads, writes go to the primary."""

    def db_for_read(self, model, **hints) -> str:
        return _read_alias.get()

    def db_for_write(self, model, **hints) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, obj1, obj2, **hints) -> bool:
        return True

    def allow_migrate(self, alias: str, app_label: str, **hints) -> bool | None:
        return False if alias == REPLICA else None


def is_replica_configured() -> bool:
    """Return whether a replica is configured."""
    return REPLICA in connections


def measure_replica_lag(*, at: datetime, last_write: str | None) -> timedelta | None:
    """Return how far the replica may be behind at a moment, or None if it must not be read.

    It must not be read if none is configured, if it does not answer, if it is more than MAX_LAG behind, or if it has
    not reached `last_write`, the position in the primary's log of the reader's last write. Runs one statement, on the
    replica.
    """
    if not is_replica_configured() or monotonic() < _next_try["monotonic"]:
        return None
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(STATE, {"written": last_write})
            row = cursor.fetchone()
    except (DatabaseError, InterfaceError) as error:
        suspend_replica(error)
        return None
    if row is None or not row[1] or at - row[0] > MAX_LAG:
        return None
    return max(at - row[0], timedelta())


def suspend_replica(why: Exception) -> None:
    """Stop using a replica that has failed for RETRY_SECONDS. The primary is read instead."""
    log.warning("The replica does not answer, so the primary is read: %s", why)
    _next_try["monotonic"] = monotonic() + RETRY_SECONDS
    connections[REPLICA].close()


@contextmanager
def use_replica_for_reads() -> Iterator[None]:
    """Send the reading queries inside this context to the replica."""
    token = _read_alias.set(REPLICA)
    try:
        yield
    finally:
        _read_alias.reset(token)


def stream_from_replica(content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the parts of a streaming response, each produced within `use_replica_for_reads`.

    Between the parts, the context of the code that sends them is unchanged.
    """
    parts = iter(content)
    try:
        while True:
            with use_replica_for_reads():
                part = next(parts, None)
            if part is None:
                return
            yield part
    finally:
        if hasattr(parts, "close"):
            parts.close()


def current_write_position() -> str:
    """Return the current write position of the primary's log. Runs one statement."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        (position,) = cursor.fetchone()
    return position
