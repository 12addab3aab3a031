"""Where PostgreSQL is told how to find rows, because it prices them wrongly."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def through_a_bitmap() -> Iterator[None]:
    """Within, rows are found by a bitmap of an index wherever one serves. Two statements more.

    To compare two texts for likeness (pg_trgm) costs PostgreSQL's planner as much as to add two numbers, so it would
    rather compare every text: 350 ms instead of 10 for 11,000.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = on")
