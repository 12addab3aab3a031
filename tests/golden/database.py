"""Read back what one document's actions wrote to the tables. Everything is undone afterwards."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
from django.db import connection, transaction

from tests.golden import adapter

_TARGET = re.compile(r"\b(?:FROM|INTO|UPDATE|JOIN) (?:ONLY )?\"?(\w+)")
_NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK")


class Slate:
    """A transaction that is rolled back at its end, and on `wipe`. Slates nest.

    A rollback leaves sequences as they are, so the database's owner sets them back.
    """

    owner: psycopg.Connection | None = None

    def __enter__(self) -> "Slate":
        if Slate.owner is None:
            Slate.owner = psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)
            Slate.owner.execute("CREATE TABLE golden_mark AS SELECT 1 AS number; GRANT ALL ON golden_mark TO PUBLIC")
        self._sequences = dict(self._read_sequences())
        self._begin()
        return self

    def __exit__(self, *error) -> None:
        self._undo()

    def wipe(self) -> None:
        self._undo()
        self._begin()

    def _begin(self) -> None:
        self._block = block()
        self._block.__enter__()

    def _undo(self) -> None:
        transaction.set_rollback(True)
        self._block.__exit__(None, None, None)
        for name, value in self._read_sequences():
            if value != (before := self._sequences[name]):
                self.owner.execute("SELECT setval(%s, %s, %s)", [name, before or 1, before is not None])

    def _read_sequences(self) -> list[tuple[str, int | None]]:
        names = "SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value FROM pg_sequences"
        return self.owner.execute(names).fetchall()


def block() -> transaction.Atomic:
    """Return a transaction, or a savepoint, in which blocks that must be the outermost one (`durable`) may run."""
    made = transaction.atomic()
    made._from_testcase = True
    return made


@dataclass
class Watched:
    """Statements of one document, without savepoints; whether any of them wrote."""

    statements: list[str] = field(default_factory=list)
    wrote: bool = False

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith(_NOT_COUNTED):
            self.statements.append(f"{sql.partition(' ')[0]} {' '.join(_TARGET.findall(sql)[:6])}")
            self.wrote |= not sql.startswith("SELECT")
        return execute(sql, params, many, context)


@contextmanager
def watched() -> Iterator[Watched]:
    """Count the statements in a savepoint of their own, so that what they write is later than any mark."""
    found = Watched()
    with block(), connection.execute_wrapper(found):
        yield found


class Tables:
    """The rows written since a mark: those with a later transaction number (`xmin`) than the mark's own row.

    Savepoints have transaction numbers too, in ascending order.
    """

    def __init__(self):
        self._models = adapter.models()
        self._labels = {model._meta.db_table: label for label, model in self._models.items()}
        self._counting = " UNION ALL ".join(
            f"SELECT '{table}', count(*), array_agg(ctid::text) FILTER "
            f'(WHERE xmin::text::bigint > %(mark)s) FROM "{table}"'
            for table in self._labels
        )

    def mark(self) -> int:
        with block(), connection.cursor() as cursor:
            cursor.execute("UPDATE golden_mark SET number = number RETURNING xmin::text::bigint")
            return cursor.fetchone()[0]

    def counts(self) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(self._counting, {"mark": 2**62})
            return {table: number for table, number, _ in cursor.fetchall()}

    def written(self, mark: int, before: dict[str, int]) -> list[str]:
        """Return the rows written since a mark as lines, one a column, and the growth of each table."""
        with connection.cursor() as cursor:
            cursor.execute(self._counting, {"mark": mark})
            found = cursor.fetchall()
        lines = []
        for table, number, places in sorted(found, key=lambda row: self._labels[row[0]]):
            if number != before[table]:
                lines.append(f"{self._labels[table]}: {number - before[table]:+d} rows")
            if places:
                lines += self._rows(self._labels[table], places)
        return lines

    def _rows(self, label: str, places: list[str]) -> Iterator[str]:
        for row in adapter.values(self._models[label], places):
            yield label
            yield from (f"  {name}: {shown(value)}" for name, value in sorted(row.items()) if compared(name))
            if label == adapter.OUTBOX:
                yield from (f"  > {line}" for text in adapter.rendered(row["id"]) for line in text.split("\n"))


def compared(name: str) -> bool:
    return name not in adapter.NOT_COMPARED


def shown(value) -> str:
    """Return a value as one line. Of bytes, which are keys and digests, only the length."""
    if isinstance(value, bytes | memoryview):
        return f"{len(value)} bytes"
    if isinstance(value, dict):
        return str(dict(sorted(value.items())))
    return str(value)
