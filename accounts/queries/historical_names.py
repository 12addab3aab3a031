"""Show log rows with the names that officers and offices had at that time."""

from collections.abc import Iterable, Mapping
from copy import copy

from django.db.models import Model

from accounts.models import Officer, Posting


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


def postings_with_event_officers(
    postings: Mapping[int, Posting], acted: Iterable[tuple[int | None, int | None]]
) -> dict[tuple[int, int], Posting]:
    """Return a posting with the officer that an event states, where today's row names another one.

    `acted`: posting and officer of each event. An event is signed, so a history shows its officer. One statement if a
    posting names another officer, which `verify_history` reports; else none.
    """
    changed = {
        (posting_id, officer_id)
        for posting_id, officer_id in acted
        if officer_id and posting_id in postings and postings[posting_id].officer_id != officer_id
    }
    if not changed:
        return {}
    officers = Officer.objects.with_former_names().in_bulk({officer_id for _, officer_id in changed})
    shown = {}
    for posting_id, officer_id in changed:
        if officer := officers.get(officer_id):
            shown[posting_id, officer_id] = posting = copy(postings[posting_id])
            posting.officer, posting.officer_names = officer, officer.former_names
    return shown
