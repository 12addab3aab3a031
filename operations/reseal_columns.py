"""A new key of personal data: whatever an older key sealed is sealed again, a few hundred rows at a time.

Where sealed values stand is not listed: every SealedTextField of every model is found, and JSON columns are named by
who calls (`Place`). What is done shows in the rows themselves, so that a run which was killed is simply begun again. A
row that somebody writes meanwhile is left to them: they seal with the new key.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pgtrigger
from django.apps import apps
from django.db import connections, transaction
from pgtrigger import registry
from psycopg import sql

from ledger import crypto
from ledger.fields import SealedTextField

BATCH = 500
COUNTED = "SELECT split_part({column}, ':', 1), count(*) FROM {table} WHERE {column} <> '' GROUP BY 1"
ROWS = "SELECT {pk}, {column}::text FROM {table} WHERE"
VALUE = "UPDATE {table} SET {column} = %s WHERE {pk} = %s AND {column} = %s"
DOCUMENT = "UPDATE {table} SET {column} = %s::jsonb WHERE {pk} = %s AND {column} = %s::jsonb"


@dataclass(frozen=True)
class SealedColumn:
    """A column with sealed values. `purpose` is bound to them. `is_json`: they stand inside a document, anywhere."""

    table: str
    pk: str
    column: str
    purpose: str
    is_json: bool = False

    def __str__(self):
        return f"{self.table}.{self.column}"


class NotOurKey(Exception):
    """A value is sealed under a key that the ring does not have."""


def places() -> Iterator[SealedColumn]:
    """Every sealed column of every model."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SealedTextField):
                yield SealedColumn(model._meta.db_table, model._meta.pk.column, field.column, field.purpose)


def counts(place: SealedColumn, *, using: str) -> dict[str, int]:
    """How many rows are sealed under which key; in a document, under which other than the newest."""
    if place.is_json:
        rows = sum(1 for _ in _older(place, None, using=using, limit=None))
        return {"older": rows} if rows else {}
    return dict(_run(COUNTED, place, [], using=using))


def left(place: SealedColumn, *, using: str) -> int:
    """How many rows are not under the newest key."""
    return sum(number for key, number in counts(place, using=using).items() if key != _newest())


def reseal(place: SealedColumn, *, using: str, done: Callable[[int], None]) -> None:
    """Seal every older value of a column again; `done` is told after each batch how many rows it had.

    Raises NotOurKey.
    """
    last = None
    with pgtrigger.ignore(*protecting(), databases=[using]):
        while rows := list(_older(place, last, using=using, limit=BATCH)):
            with transaction.atomic(using=using):
                _write(place, [(pk, was, _anew(place, was)) for pk, was in rows], using=using)
            last = rows[-1][0]
            done(len(rows))


def _older(place: SealedColumn, last, *, using: str, limit: int | None) -> Iterable[tuple]:
    """Rows with a value under another key than the newest, in the order of their ids."""
    if place.is_json:
        kept, told = ["{column}::text ~ %s"], [f'"({"|".join(_others())}):' if _others() else "^$"]
    else:
        kept, told = ["{column} <> '' AND {column} NOT LIKE %s"], [f"{_newest()}:%"]
    if last is not None:
        kept, told = [*kept, "AND {pk} > %s"], [*told, last]
    query = " ".join([ROWS, *kept, "ORDER BY {pk} LIMIT %s"])
    return _run(query, place, [*told, limit], using=using)


def _anew(place: SealedColumn, was: str) -> str:
    if place.is_json:
        return json.dumps(_document(json.loads(was), place.purpose))
    return _value(was, place.purpose)


def _value(was: str, purpose: str) -> str:
    try:
        return crypto.seal(crypto.unseal(was, purpose), purpose)
    except KeyError as missing:
        raise NotOurKey(missing.args[0]) from missing


def _document(part, purpose: str):
    """The same document; whatever in it is sealed under an older key, sealed again."""
    if isinstance(part, dict):
        return {name: _document(value, purpose) for name, value in part.items()}
    if isinstance(part, list):
        return [_document(value, purpose) for value in part]
    is_older = isinstance(part, str) and part.partition(":")[0] in _others() and ":" in part
    return _value(part, purpose) if is_older else part


def _write(place: SealedColumn, rows: list[tuple], *, using: str) -> None:
    """Each row that is still as it was read."""
    query = _composed(DOCUMENT if place.is_json else VALUE, place)
    with connections[using].cursor() as cursor:
        for pk, was, new in rows:
            cursor.execute(query, [new, pk, was])


def _run(query: str, place: SealedColumn, told: list, *, using: str) -> list[tuple]:
    with connections[using].cursor() as cursor:
        cursor.execute(_composed(query, place), told)
        return cursor.fetchall()


def _composed(query: str, place: SealedColumn) -> sql.Composed:
    names = {"table": place.table, "pk": place.pk, "column": place.column}
    return sql.SQL(query).format(**{name: sql.Identifier(value) for name, value in names.items()})


def _newest() -> str:
    return crypto.key_ids()[0]


def _others() -> list[str]:
    return crypto.key_ids()[1:]


def protecting() -> list[str]:
    """The triggers that keep rows from being changed: what a row says stays the same here."""
    return [
        f"{model._meta.label}:{trigger.name}"
        for model, trigger in registry.registered()
        if isinstance(trigger, pgtrigger.Protect)
    ]
