"""Load the information that ships with the portal (`information/data`), and save what administrators change."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from information.models import Centre, Helpline, LegalAid, Link, Service, Step

type Row = Centre | Helpline | LegalAid | Link | Service | Step

ROW_KEYS = {
    Helpline: ("number",),
    Service: ("kind", "code"),
    Link: ("code",),
    Step: ("guide", "order"),
    LegalAid: ("code",),
}
"""The columns that identify a row of each list."""


@transaction.atomic
def load_information(lists: dict[type[Row], Iterable[dict]]) -> dict[type[Row], int]:
    """Create or update each row of these lists by its key. Return the number of rows of each list.

    No row is removed, so that rows added by hand stay. Rows that an administrator has edited are not changed. Repeating
    it changes nothing.
    """
    return {model: sum(_save_row(model, row, key=ROW_KEYS[model]) for row in rows) for model, rows in lists.items()}


def _save_row(model: type[Row], row: dict, *, key: tuple[str, ...]) -> int:
    """Save one row. Empty cells are empty texts, and an empty year is unknown."""
    values = row | ({"as_of": int(row["as_of"]) if row["as_of"] else None} if "as_of" in row else {})
    keys = {name: values.pop(name) for name in key}
    if not model.objects.filter(**keys).exclude(edited_at=None).exists():
        model.objects.update_or_create(**keys, defaults=values)
    return 1


def save_edited_row(row: Row, *, at: datetime) -> Row:
    """Save a row that an administrator has edited and that has been validated (full_clean)."""
    row.edited_at = at
    row.save()
    return row
