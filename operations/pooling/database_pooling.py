"""What processes do so that they work behind pgbouncer (docs/decisions/0035).

Web processes may share a pool that lends a database session for one transaction at a time. Workers and commands keep a
session for themselves, because they hold locks and change settings for its length.
"""

from contextlib import ExitStack, closing

from django.db import DEFAULT_DB_ALIAS, Error, connections

TRIES = 3


def avoid_session_cursors() -> None:
    """Let `iterator()` fetch its rows at once: a cursor that outlives a transaction belongs to a session.

    Pages that read much read it in parts of their own (desk.queries.access_log).
    """
    for alias in connections.settings:
        connections.settings[alias]["DISABLE_SERVER_SIDE_CURSORS"] = True


def require_own_session() -> None:
    """Raise SystemExit if this process would share its session with others. Do nothing if the database is away."""
    try:
        is_shared = is_session_shared()
    except Error:
        return
    if is_shared:
        raise SystemExit(
            "The portal's worker does not start: DATABASE_URL leads to a pool in transaction mode, which would lend "
            "its locks to others. Use the pool portal_jobs, or PostgreSQL itself (docs/runbook.md, Connection pools)."
        )


def is_session_shared() -> bool:
    """Return whether DATABASE_URL leads to a pool in transaction mode.

    Such a pool answers two idle connections from one session of PostgreSQL. A busy pool may use two, so a False may be
    wrong; a True never is. Raises the errors of Django's database layer.
    """
    return any(_have_same_backend() for _ in range(TRIES))


def _have_same_backend() -> bool:
    with ExitStack() as stack:
        backends = set()
        for _ in range(2):
            connection = stack.enter_context(closing(connections[DEFAULT_DB_ALIAS].copy()))
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                backends.add(cursor.fetchone())
        return len(backends) == 1
