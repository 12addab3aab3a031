"""Two forms of the lock by which one process at a time works on a file. Neither outlives a killed process."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction


@contextmanager
def try_lock_file(evidence_id: UUID) -> Iterator[bool]:
    """Try to lock a file for the length of the block, which is one transaction, and yield whether that worked.

    The lock ends with the transaction, so it works behind a pool that lends connections for one transaction. Files that
    the block replaces must be deleted after it, because its changes may still be rolled back.
    """
    with transaction.atomic():
        yield _execute_lock_statement("SELECT pg_try_advisory_xact_lock(%s)", evidence_id)


@contextmanager
def try_lock_file_for_job(evidence_id: UUID) -> Iterator[bool]:
    """Do the same without a transaction, for an inspection that takes minutes and changes rows meanwhile.

    Only for workers: the lock belongs to their database session and ends with it (docs/decisions/0035).
    """
    if not _execute_lock_statement("SELECT pg_try_advisory_lock(%s)", evidence_id):
        yield False
        return
    try:
        yield True
    finally:
        _execute_lock_statement("SELECT pg_advisory_unlock(%s)", evidence_id)


def _execute_lock_statement(statement: str, evidence_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [evidence_id.int & 0x7FFFFFFFFFFFFFFF])
        return cursor.fetchone()[0]
