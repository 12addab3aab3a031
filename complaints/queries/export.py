"""The rows of a queue for a file: all of them, in its order, by key and batch after batch."""

from collections.abc import Iterator

from django.db.models import QuerySet

from complaints.queries.paging import page_of

BATCH = 2_000
"""Rows of one statement, some 2 MB. By key and not by a cursor: no transaction stays open while a slow line reads."""
LOOKED_AT = 10 * BATCH
"""Complaints that one statement goes through, where few of them answer to the filters."""


def batches(complaints: QuerySet, way: QuerySet | None = None) -> Iterator[list[dict]]:
    """Each batch is a statement of its own, so a row that moves on meanwhile may be missed, and none comes twice.

    `way`: the complaints among which these are (queries.walking); they are gone through piece by piece.
    """
    page = page_of(complaints, size=BATCH, way=way, most=LOOKED_AT)
    while page.rows or page.after:
        if page.rows:
            yield page.rows
        if page.after is None:
            return
        page = page_of(complaints, after=page.after, size=BATCH, way=way, most=LOOKED_AT)
