"""What ships with the portal, from the rows of `information/data`; and what administrators change of it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from information.models import Centre, Helpline, Link, Service, Step

type Row = Centre | Helpline | Link | Service | Step

KEYS = {Helpline: ("number",), Service: ("kind", "code"), Link: ("code",), Step: ("guide", "order")}
"""By what a row of a list is known again."""


@transaction.atomic
def load_information(lists: dict[type[Row], Iterable[dict]]) -> dict[type[Row], int]:
    """Make or change each row of these lists by its key. How many rows each had.

    None is removed, so that what somebody added by hand stays; what an administrator has edited stays as they left it.
    The same rows again change nothing.
    """
    return {model: sum(_keep(model, row, key=KEYS[model]) for row in rows) for model, rows in lists.items()}


def _keep(model: type[Row], row: dict, *, key: tuple[str, ...]) -> int:
    """Write one row. Empty cells are empty texts; an empty year is unknown."""
    values = row | ({"as_of": int(row["as_of"]) if row["as_of"] else None} if "as_of" in row else {})
    keys = {name: values.pop(name) for name in key}
    if not model.objects.filter(**keys).exclude(edited_at=None).exists():
        model.objects.update_or_create(**keys, defaults=values)
    return 1


def keep(row: Row, *, at: datetime) -> Row:
    """Write a row that an administrator has edited and that has been checked (full_clean)."""
    row.edited_at = at
    row.save()
    return row
