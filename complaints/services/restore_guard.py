"""Find out whether the database or the stored files were restored from an older backup, and let nobody in then.

The database counts the entries of the list of destroyed complaints, and the list is beside the files. If the storage
has an entry that the database does not know, the database is older; if an entry is missing, the files are older. In
both cases something that was destroyed may be back. After a failover that lost nothing, both agree.
"""

import logging

from django.db import connection, transaction

from complaints.models import RestoreGuard
from complaints.services.retention import destruction_entries

logger = logging.getLogger(__name__)

Older = RestoreGuard.Older
CURRENT_SERVER = """SELECT (SELECT system_identifier FROM pg_control_system()) || '/'
    || extract(epoch FROM pg_postmaster_start_time()) || '/'
    || CASE WHEN pg_is_in_recovery() THEN '' ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END"""
"""Every restore by a tool and every failover begins a new timeline, the first 8 digits of a WAL file's name. A snapshot
of the disk brings the same timeline back, but PostgreSQL is started anew."""


def current_server() -> str:
    """Return the PostgreSQL cluster, when it was started, and its timeline. Without the latter it is a standby."""
    with connection.cursor() as cursor:
        cursor.execute(CURRENT_SERVER)
        return cursor.fetchone()[0]


def compare_stores() -> Older:
    """Compare the database with the list in the file storage, record the result, and return which of them is older.

    A closed guard stays closed. Raises StorageUnavailable, and DamagedFile if an entry cannot be read.
    """
    with transaction.atomic():
        guard = destruction_entries.locked_guard()
        if not guard.closed_because:
            older = _find_older(guard)
            guard.server = current_server()
            guard.save()
            if older:
                destruction_entries.close_guard(guard, older)
        return Older(guard.closed_because)


def _find_older(guard: RestoreGuard) -> Older:
    stored = destruction_entries.stored_entry_numbers()
    if _find_missing(guard, stored):
        return Older.FILES
    newer = {number for number in stored if number > guard.newest_entry}
    if destruction_entries.living_complaints(newer).exists():
        return Older.DATABASE
    guard.newest_entry = max(newer, default=guard.newest_entry)  # a job was killed before it committed this
    return Older.FILES if _find_missing(guard, stored) else Older.NEITHER


def _find_missing(guard: RestoreGuard, stored: set[int]) -> set[int]:
    """Return which numbers up to the newest one the storage does not have."""
    return set(range(1, guard.newest_entry + 1)) - stored


def etags_to_destroy_again() -> list[str]:
    """Return the complaints that the file storage names as destroyed and that this database has with personal data."""
    guard = RestoreGuard.objects.filter(pk=1).first() or RestoreGuard()
    newer = {number for number in destruction_entries.stored_entry_numbers() if number > guard.newest_entry}
    return list(destruction_entries.living_complaints(newer).values_list("etag", flat=True))


@transaction.atomic
def open_guard() -> None:
    """Let people in again: everything that was destroyed is destroyed again. The list is complete afterwards."""
    guard = destruction_entries.locked_guard()
    stored = destruction_entries.stored_entry_numbers()
    guard.newest_entry = max(stored | {guard.newest_entry})
    destruction_entries.rewrite_missing_entries(_find_missing(guard, stored))
    guard.closed_because, guard.server = Older.NEITHER, current_server()
    guard.save()
