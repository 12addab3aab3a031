"""Revoke the rights to change append-only tables, in addition to the models' triggers that protect them."""

from collections.abc import Iterator

import pgtrigger
from django.apps import apps
from django.db import connections

from operations.database.database_roles import revoke_rights


def find_protected_tables() -> Iterator[tuple[str, list[str]]]:
    """Yield each table with a trigger that protects all its rows, and the rights to revoke."""
    for model in apps.get_models():
        # Not isinstance: the subclass ReadOnly protects single columns only.
        triggers = [
            trigger
            for trigger in getattr(model._meta, "triggers", [])
            if type(trigger) is pgtrigger.Protect and trigger.condition is None
        ]
        rights = [
            right
            for right, operation in RIGHTS.items()
            if any(operation in getattr(trigger.operation, "operations", [trigger.operation]) for trigger in triggers)
        ]
        if rights:
            yield model._meta.db_table, LOCKED.get(model._meta.db_table, rights)


RIGHTS = {"UPDATE": pgtrigger.Update, "DELETE": pgtrigger.Delete}
LOCKED = {"monitoring_question": ["DELETE"]}
"""Tables whose rows are locked (SELECT FOR UPDATE) when related rows are added, which requires the right to UPDATE."""


def revoke_change_rights(*, using: str, **_) -> None:
    """Revoke the rights after each migration, as the migrating role, because new tables get the default grants."""
    with connections[using].cursor() as cursor:
        existing = set(connections[using].introspection.table_names(cursor))
        for table, rights in find_protected_tables():
            if table in existing:
                revoke_rights(cursor, table, rights)
