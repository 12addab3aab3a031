"""One process at a time works on one file, and one that is killed leaves no lock behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection


@contextmanager
def alone_with(evidence_id: UUID) -> Iterator[bool]:
    """Whether this process has the file to itself now. The lock is the database connection's, and ends with it."""
    number = evidence_id.int & 0x7FFFFFFFFFFFFFFF
    if not _asked("SELECT pg_try_advisory_lock(%s)", number):
        yield False
        return
    try:
        yield True
    finally:
        _asked("SELECT pg_advisory_unlock(%s)", number)


def _asked(question: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [number])
        return cursor.fetchone()[0]
