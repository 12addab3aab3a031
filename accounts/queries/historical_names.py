"""Show log rows with the names that officers and offices had at that time."""

from collections.abc import Iterable

from django.db.models import Model

from accounts.models import Posting


def set_historical_postings[Row: Model](rows: Iterable[Row], *, posting: str = "posting", at: str = "at") -> list[Row]:
    """Set on each log row the posting that acted, with the names of the row's time. Runs one extra statement.

    `posting` and `at` are the names of the rows' attributes for the posting and the time.
    """
    rows = list(rows)
    posting_ids = {getattr(row, f"{posting}_id") for row in rows} - {None}
    postings = Posting.objects.with_former_names().in_bulk(posting_ids) if posting_ids else {}
    for row in rows:
        if acting_posting := postings.get(getattr(row, f"{posting}_id")):
            setattr(row, posting, acting_posting.as_of(getattr(row, at)))
    return rows
