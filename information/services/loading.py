"""Helplines and services, from the rows of `information/data`."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from information.models import Helpline, Service


@transaction.atomic
def load_information(*, helplines: Iterable[dict], services: Iterable[dict]) -> tuple[int, int]:
    """Make or change each row by its key (a number; a kind and a code). The numbers of helplines and services.

    None is removed, so that what somebody added by hand stays; what an administrator has edited stays as they left it.
    The same rows again change nothing.
    """
    return (
        sum(_keep(Helpline, row, key=("number",)) for row in helplines),
        sum(_keep(Service, row, key=("kind", "code")) for row in services),
    )


def _keep(model: type[Helpline] | type[Service], row: dict, *, key: tuple[str, ...]) -> int:
    """Write one row. Empty cells are empty texts; an empty year is unknown."""
    values = row | {"as_of": int(row["as_of"]) if row["as_of"] else None}
    keys = {name: values.pop(name) for name in key}
    if not model.objects.filter(**keys).exclude(edited_at=None).exists():
        model.objects.update_or_create(**keys, defaults=values)
    return 1


def keep(row: Helpline | Service, *, at: datetime) -> Helpline | Service:
    """Write a row that an administrator has edited and that has been checked (full_clean)."""
    row.edited_at = at
    row.save()
    return row
