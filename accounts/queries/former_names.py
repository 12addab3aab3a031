"""Logs of what officers did, with the names that officers and offices had then."""

from collections.abc import Iterable

from django.db.models import Model

from accounts.models import Posting


def named_then[Row: Model](rows: Iterable[Row], *, posting: str = "posting", at: str = "at") -> list[Row]:
    """Give each row of a log the posting that acted, named as it was at the row's moment. One statement more."""
    rows = list(rows)
    acted = {getattr(row, f"{posting}_id") for row in rows} - {None}
    known = Posting.objects.with_former_names().in_bulk(acted) if acted else {}
    for row in rows:
        if held := known.get(getattr(row, f"{posting}_id")):
            setattr(row, posting, held.as_of(getattr(row, at)))
    return rows
