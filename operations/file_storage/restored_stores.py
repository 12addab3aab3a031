"""Refuse to start and to serve while the database or the files were restored and `destroy_again` has not run.

The comparison itself is `complaints.services.restore_guard`.
"""

import logging
from threading import local

from django.db import DatabaseError, InterfaceError, OperationalError
from django.db.backends.signals import connection_created
from django.db.backends.utils import CursorWrapper

from complaints.evidence.sealed_storage import DamagedFile
from complaints.file_stores.storage_interface import StorageUnavailable
from complaints.services import restore_guard

logger = logging.getLogger(__name__)

GUARDED = "default"
RESTORED = {
    older: f"{what} restored from a backup, and what had been destroyed may be back. "
    "Run `manage.py destroy_again` first."
    for older, what in (
        (restore_guard.Older.DATABASE, "The database was"),
        (restore_guard.Older.FILES, "The files of evidence were"),
    )
}
UNREADABLE = (
    "The list of destroyed complaints in the file storage cannot be opened ({reason}). Run `manage.py verify_keys`."
)
UNCOMPARED = "The file storage does not answer, so it is not known whether the database was restored: {reason}"
READ_GUARD = f"SELECT closed_because, server, ({restore_guard.CURRENT_SERVER}) FROM complaints_restoreguard"  # noqa: S608 (constants)
READ_WITHOUT_ROW = f"SELECT '', '', ({restore_guard.CURRENT_SERVER}) WHERE EXISTS (SELECT FROM complaints_complaint)"  # noqa: S608 (constants)
"""A row that is missing beside complaints was lost: no server is known, so the stores are compared."""
_comparing = local()


WATCH = "restore guard"
"""The name of the signal's receiver that looks at each new connection."""


class PortalClosed(OperationalError):
    """Nobody is let in: something that was destroyed may be back, or it is not known. The answer is 503."""


def refuse_restored_stores() -> None:
    """Compare database and files at the start of a process. Raises SystemExit with one line if one was restored.

    A database that does not answer is compared when it does (`watch_connections`). A file storage that does not answer
    stops the start only if the database may have been restored.
    """
    _comparing.is_on = True
    try:
        older = restore_guard.compare_stores()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("The restore guard is read when the database answers: %s", type(error).__name__)
    except StorageUnavailable as error:
        if not is_same_server():
            raise SystemExit(f"The portal does not start: {UNCOMPARED.format(reason=error)}") from error
        logger.error("The file storage does not answer: %s", error)
    except DamagedFile as error:
        raise SystemExit(f"The portal does not start: {UNREADABLE.format(reason=error)}") from error
    else:
        if older:
            raise SystemExit(f"The portal does not start: {RESTORED[older]}")
    finally:
        _comparing.is_on = False


def is_same_server() -> bool:
    """Return whether this is the server with which the files were compared last, or no database answers."""
    try:
        with restore_guard.connection.cursor() as cursor:
            state = _guard_state(cursor)
    except (DatabaseError, InterfaceError):
        return True
    return state is None or state == ("", state[2], state[2])


def watch_connections() -> None:
    """Check the guard on each new connection of this process, which a restore or a failover always causes."""
    connection_created.connect(refuse_restored_database, dispatch_uid=WATCH)


def refuse_restored_database(connection, **_) -> None:
    """Close a new connection and raise PortalClosed if the guard is closed.

    One statement. On a server that is new to the guard, database and files are compared first.
    """
    if connection.alias != GUARDED or getattr(_comparing, "is_on", False):
        return
    _comparing.is_on = True
    try:
        with connection.cursor() as cursor:
            state = _guard_state(cursor)
        if state is None:
            return
        closed_because, known_server, server = state
        if not closed_because and (server == known_server or server.endswith("/")):  # a standby is read only
            return
        problem = RESTORED[closed_because] if closed_because else _compare_with_files()
        if problem:
            raise PortalClosed(problem)
    except BaseException:
        connection.close()
        raise
    finally:
        _comparing.is_on = False


def _guard_state(cursor: CursorWrapper) -> tuple[str, str, str] | None:
    """Return why the guard is closed, the server that it knows and the present one. None before the first complaint."""
    cursor.execute("SELECT to_regclass('complaints_restoreguard') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return None
    cursor.execute(READ_GUARD)
    if (state := cursor.fetchone()) is None:
        cursor.execute(READ_WITHOUT_ROW)
        state = cursor.fetchone()
    return state


def _compare_with_files() -> str:
    """Compare database and files, and return why nobody may be let in, or an empty string."""
    try:
        older = restore_guard.compare_stores()
    except StorageUnavailable as error:
        return UNCOMPARED.format(reason=error)
    except DamagedFile as error:
        return UNREADABLE.format(reason=error)
    return RESTORED[older] if older else ""
