"""Reading from the streaming copy of the database (DATABASE_REPLICA_URL), where one is set and fresh enough.

Only what says so reads there (`accounts.replica_reads.from_the_replica`): boards, exports, public figures.
All else, and all that writes, goes to the primary (docs/decisions/0027).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from logging import getLogger
from time import monotonic

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

REPLICA = "replica"
TOO_OLD = timedelta(seconds=30)
LEFT_ALONE = 10.0
"""Seconds for which a process does not ask a copy again that has just failed: nobody waits for it each time."""

# Until when it was written here, as the copy has it; and whether it has all that the reader has written.
STATE = """
    SELECT at, %(written)s::pg_lsn IS NULL OR NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= %(written)s::pg_lsn
    FROM accounts_heartbeat"""

log = getLogger(__name__)
_reading: ContextVar[str] = ContextVar("reading", default=DEFAULT_DB_ALIAS)
_tried_again_at = {"monotonic": 0.0}


class Router:
    """Reads where this request reads, writes to the primary. Both hold the same rows."""

    def db_for_read(self, model, **hints) -> str:
        return _reading.get()

    def db_for_write(self, model, **hints) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints) -> bool:
        return True

    def allow_migrate(self, alias: str, app_label: str, **hints) -> bool | None:
        return False if alias == REPLICA else None


def is_set() -> bool:
    """Whether this portal has a copy to read from."""
    return REPLICA in connections


def behind(*, at: datetime, written: str | None) -> timedelta | None:
    """How old the copy's rows may be at a moment; None where it is not to be read: there is none, it does not answer,
    it is more than `TOO_OLD` behind, or lacks what the reader wrote up to `written` (a place in the primary's log).

    One statement, at the copy.
    """
    if not is_set() or monotonic() < _tried_again_at["monotonic"]:
        return None
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(STATE, {"written": written})
            row = cursor.fetchone()
    except (DatabaseError, InterfaceError) as gone:
        leave_alone(gone)
        return None
    if row is None or not row[1] or at - row[0] > TOO_OLD:
        return None
    return max(at - row[0], timedelta())


def leave_alone(why: Exception) -> None:
    """The copy has failed: the primary answers for it until it is tried again."""
    log.warning("The replica does not answer, the primary does: %s", why)
    _tried_again_at["monotonic"] = monotonic() + LEFT_ALONE
    connections[REPLICA].close()


@contextmanager
def reading() -> Iterator[None]:
    """Within, queries that only read go to the copy."""
    before = _reading.set(REPLICA)
    try:
        yield
    finally:
        _reading.reset(before)


def streamed(content: Iterable[bytes]) -> Iterator[bytes]:
    """What is still to be sent, each part made within `reading`; the sender's own thread of work is left as it is."""
    parts = iter(content)
    try:
        while True:
            with reading():
                part = next(parts, None)
            if part is None:
                return
            yield part
    finally:
        if hasattr(parts, "close"):
            parts.close()


def written_until() -> str:
    """The place up to which the primary's log is written now. One statement."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        (place,) = cursor.fetchone()
    return place
