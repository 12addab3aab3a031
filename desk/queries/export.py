"""All rows of a queue for an export, in the queue's order and in batches."""

from collections.abc import Iterator
from dataclasses import replace

from desk.queries.paging import ComplaintList, page_of

BATCH = 2_000
"""Rows of one statement, about 2 MB. They are read by keyset and not by a database cursor, so that no transaction stays
open while a client with a slow connection downloads."""


def batches(complaints: ComplaintList) -> Iterator[list[dict]]:
    """Yield the rows. Each batch is a separate query: a row that changes meanwhile may be missed, none is repeated."""
    complaints = replace(complaints, size=BATCH, scan_limit=BATCH)
    page = page_of(complaints)
    while page.rows or page.after:
        if page.rows:
            yield page.rows
        if page.after is None:
            return
        page = page_of(complaints, after=page.after)
