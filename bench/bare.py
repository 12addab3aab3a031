"""The same rows as a filing writes, by bare statements: what the database alone needs for them."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

CHILDREN = ("statement", "custody", "clockrun", "runningclock", "event", "chainhead")
"""Tables of rows under a complaint, in the order in which registration writes them."""
FINISH = "UPDATE complaints_draft SET complaint_id = %s, sealed_answers = %s WHERE id = %s"


@dataclass(frozen=True)
class Row:
    """A row that was written once: its table, its columns and its values."""

    table: str
    columns: list[str]
    values: list

    def insert(self, *, returning: str = "") -> sql.Composed:
        columns, places = map(sql.Identifier, self.columns), [sql.Placeholder()] * len(self.columns)
        query = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(self.table), sql.SQL(", ").join(columns), sql.SQL(", ").join(places)
        )
        return query + sql.SQL(f" RETURNING {returning}") if returning else query

    def with_(self, **changed) -> list:
        """The values, some of them changed."""
        return [changed.get(name, value) for name, value in zip(self.columns, self.values, strict=True)]


class Filing:
    """The rows of one filing, read from the database: what a client then writes again under other numbers."""

    def __init__(self, url: str, draft: str):
        self.url = url
        with psycopg.connect(url) as database:
            complaint_id, self.answers = database.execute(
                "SELECT complaint_id, sealed_answers FROM complaints_draft WHERE id = %s", [draft]
            ).fetchone()
            (self.complaint,) = _rows(database, "complaints_complaint", "id", complaint_id)
            complainant_id = self.complaint.values[self.complaint.columns.index("complainant_id")]
            (self.complainant,) = _rows(database, "complaints_complainant", "id", complainant_id)
            self.children = [
                row for name in CHILDREN for row in _rows(database, f"complaints_{name}", "complaint_id", complaint_id)
            ]
            recipient = f"complainant:{complainant_id}"
            self.messages = _rows(database, "notifications_message", "recipient", recipient)
            (self.session,) = database.execute("SELECT session_data FROM django_session LIMIT 1").fetchone()

    @property
    def count(self) -> int:
        """Statements that one client sends for one filing."""
        return 2 + len(self.children) + len(self.messages) + 2

    def client(self) -> Callable:
        """A connection of its own, which files a draft in one transaction."""
        return Client(self)


class Client:
    """One connection. Its statements are prepared once and sent one after the other, as an application does."""

    def __init__(self, filing: Filing):
        self.filing, self.database = filing, psycopg.connect(filing.url, prepare_threshold=1)
        self.etags = iter(lambda: f"99{secrets.randbelow(10**10):010d}", "")

    def __call__(self, draft: str) -> str:
        told = self.filing
        with self.database.transaction():
            complainant = self._insert(told.complainant, returning="id")
            etag = next(self.etags)
            complaint = self._insert(told.complaint, returning="id", complainant_id=complainant, etag=etag)
            for row in told.children:
                self._insert(row, complaint_id=complaint)
            self.database.execute(FINISH, [complaint, told.answers, draft])
            for row in told.messages:
                self._insert(row, recipient=f"complainant:{complainant}", dedupe_key=f"bare:{etag}")
        self.database.execute(
            "INSERT INTO django_session VALUES (%s, %s, now() + '12 hours')", [secrets.token_hex(16), told.session]
        )
        return etag

    def _insert(self, row: Row, *, returning: str = "", **changed) -> int | None:
        done = self.database.execute(row.insert(returning=returning), row.with_(**changed))
        return done.fetchone()[0] if returning else None

    def close(self) -> None:
        self.database.close()


def _rows(database: psycopg.Connection, table: str, column: str, value) -> Sequence[Row]:
    """The rows of a table that have this value, without ids that the database draws."""
    query = sql.SQL("SELECT * FROM {} WHERE {} = %s").format(sql.Identifier(table), sql.Identifier(column))
    found = database.execute(query, [value])
    names = [one.name for one in found.description]
    kept = [place for place, name in enumerate(names) if name != "id"]
    return [
        Row(table, [names[place] for place in kept], [_sendable(row[place]) for place in kept])
        for row in found.fetchall()
    ]


def _sendable(value):
    return Jsonb(value) if isinstance(value, dict | list) else value
