"""Rows that are written often: a model's INSERT or UPDATE is put together once, not at each row."""

from functools import lru_cache

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault


def insert[Row: models.Model](*rows: Row) -> None:
    """Write new rows of one model, made alike, in one statement: as `save(force_insert=True)` would, without signals.

    Each row has its id afterwards, and whatever else the database draws.
    """
    model, given = type(rows[0]), tuple(_is_given(rows[0], field) for field in rows[0]._meta.concrete_fields)
    columns = list(zip(model._meta.concrete_fields, given, strict=True))
    fields, drawn = ([field for field, brought in columns if brought is wanted] for wanted in (True, False))
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, given, len(rows)), values)
        told = cursor.fetchall() if drawn else [()] * len(rows)
    for row, news in zip(rows, told, strict=True):
        for field, value in zip(drawn, news, strict=True):
            setattr(row, field.attname, value)
        row._state.adding, row._state.db = False, connection.alias


def update(row: models.Model, *names: str) -> None:
    """Write some fields of a row that is there, as `save(update_fields=names)` would, but without signals."""
    model, fields = type(row), [row._meta.get_field(name) for name in names]
    values = [field.get_db_prep_save(field.pre_save(row, False), connection) for field in (*fields, row._meta.pk)]
    with connection.cursor() as cursor:
        cursor.execute(_change(model, names), values)


def _is_given(row: models.Model, field: models.Field) -> bool:
    """Whether the row brings the value; otherwise the database draws it."""
    value = getattr(row, field.attname)
    return not isinstance(value, DatabaseDefault) and (value is not None or not field.primary_key)


@lru_cache(maxsize=64)
def _change(model: type[models.Model], names: tuple[str, ...]) -> str:
    quote, meta = connection.ops.quote_name, model._meta
    places = ", ".join(f"{quote(meta.get_field(name).column)} = %s" for name in names)
    return f"UPDATE {quote(meta.db_table)} SET {places} WHERE {quote(meta.pk.column)} = %s"  # noqa: S608 (names)


@lru_cache(maxsize=64)
def _statement(model: type[models.Model], given: tuple[bool, ...], rows: int) -> str:
    quote = connection.ops.quote_name
    names = [(quote(field.column), here) for field, here in zip(model._meta.concrete_fields, given, strict=True)]
    columns, drawn = ([name for name, here in names if here is wanted] for wanted in (True, False))
    places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * rows)
    returning = f" RETURNING {', '.join(drawn)}" if drawn else ""
    return f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) VALUES {places}{returning}"  # noqa: S608 (names)
