"""Random changes to any column or row of the database, by the portal's role or by a superuser."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from django.db import DatabaseError, connection, transaction

from tests.complaints.log.not_covered import PARTS

COLUMNS_SQL = """
    SELECT columns.table_name, columns.column_name, columns.udt_name
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
    ORDER BY columns.table_name, columns.ordinal_position
"""
# Another value of each type of column. `{}` is the column.
OTHER_VALUES = {
    "bool": "NOT COALESCE({}, false)",
    "bytea": "sha256(COALESCE({}, '\\x00'))",
    "date": "COALESCE({} - 3, '2020-01-01')",
    "float8": "COALESCE({}, 0) + 1",
    "inet": "'203.0.113.7'",
    "int2": "COALESCE({}, 0) + 1",
    "int4": "COALESCE({}, 0) + 1",
    "int8": "COALESCE({}, 0) + 100003",
    "interval": "COALESCE({}, '0') + interval '3 hours'",
    "jsonb": "CASE WHEN {} = '{{}}' THEN '{{\"forged\": 1}}'::jsonb ELSE '{{}}' END",
    "numeric": "COALESCE({}, 0) + 1",
    "text": "CASE WHEN {} = 'a' THEN 'b' ELSE 'a' END",
    "time": "COALESCE({}, '09:00') + interval '1 hour'",
    "timestamptz": "COALESCE({} - interval '3 hours', now())",
    "uuid": "gen_random_uuid()",
    "varchar": "CASE WHEN {} = 'a' THEN 'b' ELSE 'a' END",
    "_bytea": "COALESCE({}, '{{}}') || '\\x00'::bytea",
    "_int2": "COALESCE({}, '{{}}') || '{{1}}'",
    "_int4": "COALESCE({}, '{{}}') || '{{1}}'",
    "_int8": "COALESCE({}, '{{}}') || '{{1}}'",
    "_text": "COALESCE({}, '{{}}') || '{{a}}'",
    "_varchar": "COALESCE({}, '{{}}') || '{{a}}'",
}


class Column(NamedTuple):
    """A column of the database."""

    table: str
    name: str
    type: str

    def __str__(self) -> str:
        return f"{self.table}.{self.name}"


class Change(NamedTuple):
    """A change: to a column of a row, or to a whole row (`deleted` or `copied`)."""

    kind: str
    column: Column

    def __str__(self) -> str:
        return str(self.column) if self.kind == "changed" else f"{self.column.table} {self.kind}"


def run(statement: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def all_columns() -> list[Column]:
    """Return the columns of all tables that have a row."""
    columns = [Column(*row) for row in run(COLUMNS_SQL)]
    tables = {column.table for column in columns}
    filled = {table for table in tables if run(f'SELECT 1 FROM "{table}" LIMIT 1')}
    return [column for column in columns if column.table in filled]


def all_changes(columns: list[Column]) -> Iterator[Change]:
    """Yield each change once: of each column, and of a row of each table."""
    for column in columns:
        yield Change("changed", column)
    for table in dict.fromkeys(column.table for column in columns):
        first = next(column for column in columns if column.table == table)
        yield Change("deleted", first)
        yield Change("copied", first)


def make_change(change: Change, columns: list[Column], random: Random) -> bool:
    """Make the change to a random row, or to another one if the database refuses. Return False if it refuses five."""
    covered, _ = PARTS.get(change.column.table, ("TRUE", ""))
    rows = run(f'SELECT ctid::text FROM "{change.column.table}" WHERE {covered} ORDER BY ctid LIMIT 2000')
    return any(_change_row(change, columns, row, random) for (row,) in random.sample(rows, min(len(rows), 5)))


def _change_row(change: Change, columns: list[Column], row: str, random: Random) -> bool:
    table, name, kind = change.column
    match change.kind:
        case "changed":
            value = OTHER_VALUES[kind].format(f'"{name}"')
            if kind in {"text", "varchar"} and random.random() < 0.7:  # a value that other rows have
                value = f'(SELECT o."{name}" FROM "{table}" o WHERE o."{name}" <> "{table}"."{name}" LIMIT 1)'
            statement = f'UPDATE "{table}" SET "{name}" = {value} WHERE ctid = %s'
            changed = f'SELECT count(*) FROM "{table}" WHERE ctid = %s AND "{name}" IS NOT DISTINCT FROM {value}'
            if run(changed, row)[0][0]:
                return False
        case "deleted":
            statement = f'DELETE FROM "{table}" WHERE ctid = %s'
        case _:
            copied = [column.name for column in columns if column.table == table and column.name != "id"]
            listed = ", ".join(f'"{column}"' for column in copied)
            statement = f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM "{table}" WHERE ctid = %s'
    try:
        with transaction.atomic():
            run(statement, row)
    except DatabaseError:
        return False
    return True
