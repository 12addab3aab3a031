"""A superuser without the chain's key: the changes that they can make to the tables, and the findings expected
afterwards.

Each act is drawn at random, done on the vandal's connection, and returns a regular expression that at least one finding
must match. The vandal knows all of the code and none of the keys: a new hash has another key, or none.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from random import Random

from django.db import connection

from ledger import chain

ACTS: dict[str, Callable] = {}
OWN_KEY = b"a vandal's own"
HASHES = {
    "no key": lambda data: hashlib.sha256(data).digest(),
    "a key of their own": lambda data: hmac.digest(OWN_KEY, data, "sha256"),
}
OF_EVENTS = ("words", "sealedevent")
SNAPSHOT = "older"


def act(function: Callable) -> Callable:
    """Register an act."""
    ACTS[function.__name__.replace("_", " ")] = function
    return function


class Vandal:
    """Run statements that bypass every trigger and foreign key. Use it inside a transaction that is rolled back."""

    def __init__(self, random: Random):
        self.random = random
        self.run("SET LOCAL session_replication_role = replica")

    def run(self, statement: str, *values) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def one(self, statement: str, *values):
        """Return a random row, or its value if it has one column."""
        row = self.random.choice(self.run(statement, *values))
        return row[0] if len(row) == 1 else row

    def event(self, where: str = "TRUE"):
        """Return the id, complaint and number of an event."""
        return self.one(f"SELECT id, complaint_id, seq FROM complaints_event WHERE {where} ORDER BY id")

    def erase(self, events: str, *, sealed: bool = True) -> None:
        """Delete events and the rows that refer to them. `events`: the condition."""
        for table in OF_EVENTS if sealed else OF_EVENTS[:1]:
            self.run(
                f"DELETE FROM complaints_{table} WHERE event_id IN (SELECT id FROM complaints_event WHERE {events})"
            )
        self.run(f"DELETE FROM complaints_event WHERE {events}")

    def erase_complaint(self, pk: int) -> None:
        """Delete every row of the complaint from every table."""
        self.run(
            "DELETE FROM complaints_words WHERE event_id IN (SELECT id FROM complaints_event WHERE complaint_id = %s)",
            pk,
        )
        self.run(
            "DELETE FROM complaints_sealedevent WHERE event_id IN "
            "(SELECT id FROM complaints_event WHERE complaint_id = %s)",
            pk,
        )
        for table in self.tables("complaint_id"):
            self.run(f"DELETE FROM {table} WHERE complaint_id = %s", pk)
        self.run("DELETE FROM complaints_complaint WHERE id = %s", pk)

    def tables(self, column: str) -> list[str]:
        return [
            name
            for (name,) in self.run(
                "SELECT table_name FROM information_schema.columns JOIN information_schema.tables USING "
                "(table_schema, table_name) WHERE table_schema = 'public' AND column_name = %s "
                "AND table_type = 'BASE TABLE' ORDER BY 1",
                column,
            )
        ]

    def columns(self, table: str, *, but: tuple[str, ...] = ()) -> list[str]:
        """Return the columns of a table, without generated ones."""
        told = self.run(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s "
            "AND is_generated = 'NEVER'",
            table,
        )
        return [f'"{name}"' for (name,) in told if name not in but]

    def settle_head(self, complaint: int) -> None:
        """Make the chain's head agree with the last remaining event."""
        self.run(
            "UPDATE complaints_chainhead AS head SET seq = last.seq, mac = last.mac FROM (SELECT seq, mac FROM "
            "complaints_event WHERE complaint_id = %s ORDER BY seq DESC LIMIT 1) AS last WHERE complaint_id = %s",
            complaint,
            complaint,
        )

    def hash_anew(self, complaint: int, hashed: Callable, *, since: int = 1) -> None:
        """Hash the complaint's chain again from an event on, with its head."""
        prev = chain.CHAIN_START
        for pk, seq, body, mac in self.run(
            "SELECT id, seq, body, mac FROM complaints_event WHERE complaint_id = %s ORDER BY seq", complaint
        ):
            if seq >= since:
                mac = hashed(prev + body.encode())
                self.run("UPDATE complaints_event SET prev = %s, mac = %s WHERE id = %s", prev, mac, pk)
            prev = bytes(mac)
        self.settle_head(complaint)

    def seal_anew(self, hashed: Callable) -> None:
        """Make all seals over the remaining events again, and the daily heads over them."""
        prev = chain.CHAIN_START
        for pk in [pk for (pk,) in self.run("SELECT id FROM complaints_seal ORDER BY id")]:
            macs = self.run(
                "SELECT mac FROM complaints_event JOIN complaints_sealedevent ON event_id = id WHERE seal_id = %s "
                "ORDER BY id",
                pk,
            )
            mac = hashed(prev + b"".join(bytes(mac) for (mac,) in macs))
            self.run(
                "UPDATE complaints_seal SET prev = %s, mac = %s, events = %s WHERE id = %s", prev, mac, len(macs), pk
            )
            prev = mac
        for number, text, seal in self.run(
            "SELECT number, text, mac FROM complaints_hourlyhead JOIN (SELECT id AS seal, mac AS sealed FROM "
            "complaints_seal) AS seal ON seal = seal_id ORDER BY number"
        ):
            told = chain.canonical_json(json.loads(text) | {"seal": prev.hex()})
            self.run(
                "UPDATE complaints_hourlyhead SET text = %s, digest = %s, mac = %s WHERE number = %s",
                told,
                hashlib.sha256(told.encode()).digest(),
                hashed(told.encode() + bytes(seal)),
                number,
            )

    def hashes(self) -> Callable:
        return HASHES[self.random.choice(sorted(HASHES))]
