"""The rows of a queue for a file: all of them, in its order, batch after batch."""

from collections.abc import Iterator
from dataclasses import replace

from desk.queries.paging import ComplaintList, page_of

BATCH = 2_000
"""Rows of one statement, some 2 MB. Read by keyset and not by a cursor of the database, so that no transaction stays
open while a slow connection reads."""


def batches(complaints: ComplaintList) -> Iterator[list[dict]]:
    """Yield the rows. Each batch is read by itself: a row that changes meanwhile may be missed, and none repeats."""
    complaints = replace(complaints, size=BATCH, scan_limit=BATCH)
    page = page_of(complaints)
    while page.rows or page.after:
        if page.rows:
            yield page.rows
        if page.after is None:
            return
        page = page_of(complaints, after=page.after)
