"""All rows of a queue for an export, in the queue's order and in batches."""

from collections.abc import Iterator
from dataclasses import replace

from desk.queries.complaint_list_pages import ComplaintList, load_complaint_list_page

BATCH_SIZE = 2_000
"""Rows of one statement, about 2 MB. They are read by keyset and not by a database cursor, so that no transaction stays
open while a client with a slow connection downloads."""


def iterate_row_batches(complaints: ComplaintList) -> Iterator[list[dict]]:
    """Yield the rows. Each batch is a separate query: a row that changes meanwhile may be missed, none is repeated."""
    complaints = replace(complaints, size=BATCH_SIZE, scan_limit=BATCH_SIZE)
    page = load_complaint_list_page(complaints)
    while page.rows or page.after:
        if page.rows:
            yield page.rows
        if page.after is None:
            return
        page = load_complaint_list_page(complaints, after=page.after)
