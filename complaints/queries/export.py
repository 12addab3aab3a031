"""The rows of a queue for a file: all of them, in its order, by key and batch after batch."""

from collections.abc import Iterator

from django.db.models import QuerySet

from complaints.queries.paging import page_of

BATCH = 2_000
"""Rows of one statement, some 2 MB. By key and not by a cursor: no transaction stays open while a slow line reads."""


def batches(rows: QuerySet) -> Iterator[list[dict]]:
    """Each batch is a statement of its own, so a row that moves on meanwhile may be missed, and none comes twice."""
    page = page_of(rows, size=BATCH)
    while page.rows:
        yield page.rows
        if page.after is None:
            return
        page = page_of(rows, after=page.after, size=BATCH)
