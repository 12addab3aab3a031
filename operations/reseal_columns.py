"""Encrypt again, with the newest key, values that are sealed under an older one, a few hundred rows at a time.

The sealed columns are the models' fields of the class SealedTextField; the caller names JSON columns. The rows
themselves show which key they use, so an interrupted run can be started again. A row that changes meanwhile is skipped,
because the change uses the new key.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pgtrigger
from django.apps import apps
from django.db import connections, transaction
from pgtrigger import registry
from psycopg import sql

from ledger import field_encryption
from ledger.encrypted_fields import SealedTextField

BATCH = 500
COUNTED = "SELECT split_part({column}, ':', 1), count(*) FROM {table} WHERE {column} <> '' GROUP BY 1"
ROWS = "SELECT {pk}, {column}::text, {bound_to}::text AS row_key FROM {table} WHERE"
VALUE = "UPDATE {table} SET {column} = %s WHERE {pk} = %s AND {column} = %s"
DOCUMENT = "UPDATE {table} SET {column} = %s::jsonb WHERE {pk} = %s AND {column} = %s::jsonb"


@dataclass(frozen=True)
class SealedColumn:
    """A column with sealed values.

    `purpose`: bound to each value, together with the row. `bound_to`: the column that identifies the row; without one,
    it is the primary key. `is_json`: the values are in a JSON document.
    """

    table: str
    pk: str
    column: str
    purpose: str
    is_json: bool = False
    bound_to: str = ""

    def __str__(self):
        return f"{self.table}.{self.column}"


class UnknownKey(Exception):
    """A value is sealed under a key that FIELD_KEYS does not contain."""


def find_sealed_columns() -> Iterator[SealedColumn]:
    """Yield the sealed columns of all models."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SealedTextField):
                yield SealedColumn(model._meta.db_table, model._meta.pk.column, field.column, field.purpose)


def count_by_key(column: SealedColumn, *, using: str) -> dict[str, int]:
    """Return the number of rows by key. For JSON columns, only the number of rows with an older key."""
    if column.is_json:
        rows = sum(1 for _ in _rows_under_older_keys(column, None, using=using, limit=None))
        return {"older": rows} if rows else {}
    return dict(_select_rows(COUNTED, column, [], using=using))


def count_outdated(column: SealedColumn, *, using: str) -> int:
    """Return the number of rows that are not sealed under the newest key."""
    return sum(count for key, count in count_by_key(column, using=using).items() if key != _newest_key())


def reseal_column(column: SealedColumn, *, using: str, on_batch: Callable[[int], None]) -> None:
    """Seal all older values of a column again. After each batch, `on_batch` is called with its number of rows.

    Raises UnknownKey.
    """
    last_pk = None
    with pgtrigger.ignore(*change_forbidding_triggers(), databases=[using]):
        while rows := list(_rows_under_older_keys(column, last_pk, using=using, limit=BATCH)):
            with transaction.atomic(using=using):
                resealed = [(pk, old, _reseal_cell(column, old, row)) for pk, old, row in rows]
                _write_resealed_rows(column, resealed, using=using)
            last_pk = rows[-1][0]
            on_batch(len(rows))


def _rows_under_older_keys(column: SealedColumn, last_pk, *, using: str, limit: int | None) -> Iterable[tuple]:
    """Return the rows with a value under an older key, in the order of their ids."""
    if column.is_json:
        conditions = ["{column}::text ~ %s"]
        values = [f'"({"|".join(_older_keys())}):' if _older_keys() else "^$"]
    else:
        conditions, values = ["{column} <> '' AND {column} NOT LIKE %s"], [f"{_newest_key()}:%"]
    if last_pk is not None:
        conditions, values = [*conditions, "AND {pk} > %s"], [*values, last_pk]
    query = " ".join([ROWS, *conditions, "ORDER BY {pk} LIMIT %s"])
    return _select_rows(query, column, [*values, limit], using=using)


def _reseal_cell(column: SealedColumn, old: str, row: str) -> str:
    purpose = field_encryption.purpose_in_row(column.purpose, row)
    if column.is_json:
        return json.dumps(_reseal_document(json.loads(old), purpose))
    return _reseal_value(old, purpose)


def _reseal_value(old: str, purpose: str) -> str:
    try:
        return field_encryption.encrypt_text(field_encryption.decrypt_text(old, purpose), purpose)
    except KeyError as error:
        raise UnknownKey(error.args[0]) from error


def _reseal_document(part, purpose: str):
    """Return the same document, with the values under an older key sealed again."""
    if isinstance(part, dict):
        return {name: _reseal_document(value, purpose) for name, value in part.items()}
    if isinstance(part, list):
        return [_reseal_document(value, purpose) for value in part]
    is_older = isinstance(part, str) and part.partition(":")[0] in _older_keys() and ":" in part
    return _reseal_value(part, purpose) if is_older else part


def _write_resealed_rows(column: SealedColumn, rows: list[tuple], *, using: str) -> None:
    """Update the rows that have not changed since they were read."""
    query = _compose_query(DOCUMENT if column.is_json else VALUE, column)
    with connections[using].cursor() as cursor:
        for pk, old, new in rows:
            cursor.execute(query, [new, pk, old])


def _select_rows(query: str, column: SealedColumn, values: list, *, using: str) -> list[tuple]:
    with connections[using].cursor() as cursor:
        cursor.execute(_compose_query(query, column), values)
        return cursor.fetchall()


def _compose_query(query: str, column: SealedColumn) -> sql.Composed:
    names = {"table": column.table, "pk": column.pk, "column": column.column, "bound_to": column.bound_to or column.pk}
    return sql.SQL(query).format(**{name: sql.Identifier(value) for name, value in names.items()})


def _newest_key() -> str:
    return field_encryption.field_key_ids()[0]


def _older_keys() -> list[str]:
    return field_encryption.field_key_ids()[1:]


def change_forbidding_triggers() -> list[str]:
    """Return the triggers that forbid changes of rows. They can be ignored here, because the content stays the same."""
    return [
        f"{model._meta.label}:{trigger.name}"
        for model, trigger in registry.registered()
        if isinstance(trigger, pgtrigger.Protect)
    ]
