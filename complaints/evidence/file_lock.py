"""A lock by which one process at a time works on a file. It does not outlive a killed process."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection


@contextmanager
def try_lock_file(evidence_id: UUID) -> Iterator[bool]:
    """Try to lock a file for the length of the block and yield whether that worked.

    The lock belongs to the database connection and ends with it.
    """
    number = evidence_id.int & 0x7FFFFFFFFFFFFFFF
    if not _execute_lock_statement("SELECT pg_try_advisory_lock(%s)", number):
        yield False
        return
    try:
        yield True
    finally:
        _execute_lock_statement("SELECT pg_advisory_unlock(%s)", number)


def _execute_lock_statement(statement: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [number])
        return cursor.fetchone()[0]
