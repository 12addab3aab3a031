"""What nobody may change nobody is granted to change: the triggers of the models, said once more by rights."""

from collections.abc import Iterator

import pgtrigger
from django.apps import apps
from django.db import connections

from operations.database_roles import withdraw


def tables() -> Iterator[tuple[str, list[str]]]:
    """Each table with a trigger that protects all of its rows, and which rights that makes useless."""
    for model in apps.get_models():
        whole = [one for one in getattr(model._meta, "triggers", []) if _protects_all(one)]
        found = [right for right, what in RIGHTS.items() if any(what in _operations(one) for one in whole)]
        if found:
            yield model._meta.db_table, LOCKED.get(model._meta.db_table, found)


RIGHTS = {"UPDATE": pgtrigger.Update, "DELETE": pgtrigger.Delete}
LOCKED = {"monitoring_question": ["DELETE"]}
"""Whose rows are locked while something is added to them: PostgreSQL wants the right to change them for that."""


def _protects_all(trigger) -> bool:
    return type(trigger) is pgtrigger.Protect and trigger.condition is None  # ReadOnly, which inherits, has fields


def _operations(trigger) -> list:
    return getattr(trigger.operation, "operations", [trigger.operation])


def withdraw_all(*, using: str, **_) -> None:
    """After each migration, as whoever migrates: a new table has been granted like all others."""
    with connections[using].cursor() as cursor:
        there = set(connections[using].introspection.table_names(cursor))
        for table, rights in tables():
            if table in there:
                withdraw(cursor, table, rights)
