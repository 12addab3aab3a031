"""Rows that are written often: a model's INSERT or UPDATE is put together once, not at each row.

Without Django's signals, which nobody here listens to; sealed fields are sealed as ever.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import NamedTuple

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

_waiting: ContextVar[list | None] = ContextVar("waiting", default=None)


class Work(NamedTuple):
    """A statement with its values; what it draws is written on the rows, field by field."""

    statement: str
    values: list
    rows: Sequence[models.Model] = ()
    drawn: Sequence[models.Field] = ()


def insert(*rows: models.Model) -> None:
    """Write new rows of one model, made alike, in one statement. Each has its id afterwards, unless in one trip."""
    _do(_insertion(rows))


def insert_unless_taken(row: models.Model, name: str) -> bool:
    """Write a new row, unless another one has the same in that unique field. Whether it was written."""
    work = _insertion([row], unless_taken=name)
    with connection.cursor() as cursor:
        cursor.execute(work.statement, work.values)
        drawn = cursor.fetchall()
    _note(work, drawn)
    return bool(drawn)


def update(row: models.Model, *names: str) -> None:
    """Write some fields of a row that is there."""
    fields = [row._meta.get_field(name) for name in names]
    values = [field.get_db_prep_save(field.pre_save(row, False), connection) for field in (*fields, row._meta.pk)]
    _do(Work(_change(type(row), names), values))


@contextmanager
def in_one_trip() -> Iterator[None]:
    """What is written inside goes to the database at the end, all at once and in this order.

    Only then do new rows have the ids that the database draws for them.
    """
    work: list[Work] = []
    token = _waiting.set(work)
    try:
        yield
    finally:
        _waiting.reset(token)
    if work:
        _send(work)


def _do(work: Work) -> None:
    waiting = _waiting.get()
    if waiting is None:
        _send([work])
    else:
        waiting.append(work)


def _send(works: Sequence[Work]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("; ".join(work.statement for work in works), [value for work in works for value in work.values])
        for number, work in enumerate(works):
            if number:
                cursor.nextset()
            _note(work, cursor.fetchall() if work.drawn else [()] * len(work.rows))


def _note(work: Work, drawn: Sequence[tuple]) -> None:
    for row, values in zip(work.rows, drawn, strict=False):
        for field, value in zip(work.drawn, values, strict=True):
            setattr(row, field.attname, value)
        row._state.adding, row._state.db = False, connection.alias


def _insertion(rows: Sequence[models.Model], *, unless_taken: str = "") -> Work:
    model, given = type(rows[0]), tuple(_is_given(rows[0], field) for field in rows[0]._meta.concrete_fields)
    columns = list(zip(model._meta.concrete_fields, given, strict=True))
    fields, drawn = ([field for field, brought in columns if brought is wanted] for wanted in (True, False))
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
    return Work(_new(model, given, len(rows), unless_taken), values, rows, drawn)


def _is_given(row: models.Model, field: models.Field) -> bool:
    """Whether the row brings the value; otherwise the database draws it."""
    value = getattr(row, field.attname)
    return not isinstance(value, DatabaseDefault) and (value is not None or not field.primary_key)


@lru_cache(maxsize=64)
def _new(model: type[models.Model], given: tuple[bool, ...], rows: int, unless_taken: str) -> str:
    quote = connection.ops.quote_name
    names = [(quote(field.column), here) for field, here in zip(model._meta.concrete_fields, given, strict=True)]
    columns, drawn = ([name for name, here in names if here is wanted] for wanted in (True, False))
    places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * rows)
    unless = f" ON CONFLICT ({quote(unless_taken)}) DO NOTHING" if unless_taken else ""
    returning = f" RETURNING {', '.join(drawn)}" if drawn else ""
    into = f"{quote(model._meta.db_table)} ({', '.join(columns)})"
    return f"INSERT INTO {into} VALUES {places}{unless}{returning}"  # noqa: S608 (names)


@lru_cache(maxsize=64)
def _change(model: type[models.Model], names: tuple[str, ...]) -> str:
    quote, meta = connection.ops.quote_name, model._meta
    places = ", ".join(f"{quote(meta.get_field(name).column)} = %s" for name in names)
    return f"UPDATE {quote(meta.db_table)} SET {places} WHERE {quote(meta.pk.column)} = %s"  # noqa: S608 (names)
