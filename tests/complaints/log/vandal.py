"""A superuser without the chain's key: what they can do to the tables, and what has to be said of it afterwards.

Each act is drawn by chance, done on the connection that the vandal holds, and gives the words (a regular expression)
that at least one finding has to have. They know all of the code, and none of the keys: where they hash anew, it is
under a key of their own, or under none.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from random import Random

from django.db import connection

from complaints.rules import chain

ACTS: dict[str, Callable] = {}
OWN_KEY = b"a vandal's own"
HASHES = {
    "no key": lambda data: hashlib.sha256(data).digest(),
    "a key of their own": lambda data: hmac.digest(OWN_KEY, data, "sha256"),
}
OF_EVENTS = ("words", "sealedevent")
SNAPSHOT = "older"


def act(function: Callable) -> Callable:
    """Registers one."""
    ACTS[function.__name__.replace("_", " ")] = function
    return function


class Vandal:
    """Statements past every trigger and foreign key. To be used inside a transaction that is undone."""

    def __init__(self, random: Random):
        self.random = random
        self.run("SET LOCAL session_replication_role = replica")

    def run(self, statement: str, *values) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def one(self, statement: str, *values):
        """A row by chance; what it is alone if it has one column."""
        row = self.random.choice(self.run(statement, *values))
        return row[0] if len(row) == 1 else row

    def event(self, where: str = "TRUE"):
        """The id, complaint and number of an event."""
        return self.one(f"SELECT id, complaint_id, seq FROM complaints_event WHERE {where} ORDER BY id")

    def erase(self, events: str, *, sealed: bool = True) -> None:
        """Events with what hangs on them. `events`: the condition."""
        for table in OF_EVENTS if sealed else OF_EVENTS[:1]:
            self.run(
                f"DELETE FROM complaints_{table} WHERE event_id IN (SELECT id FROM complaints_event WHERE {events})"
            )
        self.run(f"DELETE FROM complaints_event WHERE {events}")

    def erase_complaint(self, pk: int) -> None:
        """Every row of every table that is the complaint's."""
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
        """The columns of a table that are not reckoned from others."""
        told = self.run(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s "
            "AND is_generated = 'NEVER'",
            table,
        )
        return [f'"{name}"' for (name,) in told if name not in but]

    def settle_head(self, complaint: int) -> None:
        """The chain's head is made to agree with the last event that is left."""
        self.run(
            "UPDATE complaints_chainhead AS head SET seq = last.seq, mac = last.mac FROM (SELECT seq, mac FROM "
            "complaints_event WHERE complaint_id = %s ORDER BY seq DESC LIMIT 1) AS last WHERE complaint_id = %s",
            complaint,
            complaint,
        )

    def hash_anew(self, complaint: int, hashed: Callable, *, since: int = 1) -> None:
        """The complaint's chain, from an event on, and its head."""
        prev = chain.START
        for pk, seq, body, mac in self.run(
            "SELECT id, seq, body, mac FROM complaints_event WHERE complaint_id = %s ORDER BY seq", complaint
        ):
            if seq >= since:
                mac = hashed(prev + body.encode())
                self.run("UPDATE complaints_event SET prev = %s, mac = %s WHERE id = %s", prev, mac, pk)
            prev = bytes(mac)
        self.settle_head(complaint)

    def seal_anew(self, hashed: Callable) -> None:
        """All seals over what is left, and the daily heads over them."""
        prev = chain.START
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
            "SELECT number, text, mac FROM complaints_dailyhead JOIN (SELECT id AS seal, mac AS sealed FROM "
            "complaints_seal) AS seal ON seal = seal_id ORDER BY number"
        ):
            told = chain.canonical(json.loads(text) | {"seal": prev.hex()})
            self.run(
                "UPDATE complaints_dailyhead SET text = %s, digest = %s, mac = %s WHERE number = %s",
                told,
                hashlib.sha256(told.encode()).digest(),
                hashed(told.encode() + bytes(seal)),
                number,
            )

    def hashes(self) -> Callable:
        return HASHES[self.random.choice(sorted(HASHES))]


@act
def a_letter_of_a_body(vandal):
    pk, _, seq = vandal.event()
    body = vandal.one("SELECT body FROM complaints_event WHERE id = %s", pk)
    place = vandal.random.randrange(len(body))
    other = vandal.random.choice([c for c in "0123456789abcdefgxyz{}:" if c != body[place]])
    vandal.run("UPDATE complaints_event SET body = %s WHERE id = %s", body[:place] + other + body[place + 1 :], pk)
    return rf"event {seq} was changed"


@act
def a_column(vandal):
    pk, _, seq = vandal.event()
    column, value = vandal.random.choice(
        [
            ("at", "at - interval '3 hours'"),
            ("kind", "CASE kind WHEN 'mark' THEN 'note' ELSE 'mark' END"),
            ("cycle", "cycle + 1"),
            ("actor_kind", "CASE actor_kind WHEN 'system' THEN 'officer' ELSE 'system' END"),
            ("posting_id", "COALESCE(posting_id, 0) + 1"),
        ]
    )
    vandal.run(f"UPDATE complaints_event SET {column} = {value} WHERE id = %s", pk)
    said = {"at": "time", "actor_kind": "actor", "posting_id": "actor"}.get(column, column)
    return rf"event {seq}: its {said} is"


@act
def a_mark(vandal):
    pk, _, seq = vandal.event()
    column = vandal.random.choice(["mac", "prev"])
    vandal.run(f"UPDATE complaints_event SET {column} = sha256({column}) WHERE id = %s", pk)
    return rf"event {seq} (was changed|does not continue)"


@act
def a_keys_name(vandal):
    pk, _, seq = vandal.event()
    vandal.run("UPDATE complaints_event SET key_id = 'x9' WHERE id = %s", pk)
    return rf"event {seq} is under the unknown key x9"


@act
def back_dated_and_hashed_anew(vandal):
    pk, complaint, seq = vandal.event()
    body = json.loads(vandal.one("SELECT body FROM complaints_event WHERE id = %s", pk))
    at = vandal.one("SELECT at - interval '2 hours' FROM complaints_event WHERE id = %s", pk)
    told = chain.canonical(body | {"at": at.isoformat()})
    vandal.run("UPDATE complaints_event SET at = %s, body = %s WHERE id = %s", at, told, pk)
    hashed = vandal.hashes()
    vandal.hash_anew(complaint, hashed, since=seq)
    vandal.seal_anew(hashed)
    return rf"event {seq} was changed"


@act
def words(vandal):
    pk, seq = vandal.one("SELECT id, seq FROM complaints_event JOIN complaints_words ON event_id = id ORDER BY id")
    column, value = vandal.random.choice([("text", "text || '.'"), ("text", "'Nothing was said.'"), ("salt", "'12'")])
    vandal.run(f"UPDATE complaints_words SET {column} = {value} WHERE event_id = %s", pk)
    return rf"event {seq}: its words were changed"


@act
def words_taken_away(vandal):
    pk, seq = vandal.one("SELECT id, seq FROM complaints_event JOIN complaints_words ON event_id = id ORDER BY id")
    vandal.run("DELETE FROM complaints_words WHERE event_id = %s", pk)
    return rf"event {seq}: its words are gone"


@act
def words_of_two_exchanged(vandal):
    pairs = vandal.run(
        "SELECT a.event_id, b.event_id FROM complaints_words a JOIN complaints_words b ON a.event_id < b.event_id "
        "AND (a.text, a.salt) <> (b.text, b.salt) ORDER BY 1, 2"
    )
    one, other = vandal.random.choice(pairs)
    vandal.run(
        "UPDATE complaints_words AS w SET text = o.text, salt = o.salt FROM complaints_words AS o "
        "WHERE (w.event_id, o.event_id) IN ((%s, %s), (%s, %s))",
        *(one, other, other, one),
    )
    return r"its words were changed"


@act
def an_event_in_the_middle(vandal):
    pk, _, seq = vandal.event("seq < (SELECT seq FROM complaints_chainhead h WHERE h.complaint_id = "
                              "complaints_event.complaint_id)")  # fmt: skip
    vandal.erase(f"id = {pk}", sealed=vandal.random.random() < 0.5)
    return rf"event {seq} is missing"


@act
def an_event_in_the_middle_and_all_numbers_and_hashes_after_it(vandal):
    pk, complaint, seq = vandal.event("seq < (SELECT seq FROM complaints_chainhead h WHERE h.complaint_id = "
                                      "complaints_event.complaint_id)")  # fmt: skip
    vandal.erase(f"id = {pk}")
    for later, body in vandal.run(
        "SELECT id, body FROM complaints_event WHERE complaint_id = %s AND seq > %s ORDER BY seq", complaint, seq
    ):
        told = json.loads(body)
        told["seq"] -= 1
        vandal.run(
            "UPDATE complaints_event SET seq = %s, body = %s WHERE id = %s", told["seq"], chain.canonical(told), later
        )
    hashed = vandal.hashes()
    vandal.hash_anew(complaint, hashed, since=seq)
    vandal.seal_anew(hashed)
    return rf"event {seq} was changed"


@act
def the_tail(vandal):
    _, complaint, seq = vandal.event("seq > 1")
    vandal.erase(f"complaint_id = {complaint} AND seq >= {seq}", sealed=vandal.random.random() < 0.7)
    return rf"its chain ends at event {seq - 1}"


@act
def the_tail_and_the_chains_head(vandal):
    _, complaint, seq = vandal.event("seq > 1")
    vandal.erase(f"complaint_id = {complaint} AND seq >= {seq}", sealed=vandal.random.random() < 0.7)
    vandal.settle_head(complaint)
    return r"\d+ events were sealed, \d+ are there"


@act
def the_tail_with_heads_and_seals_hashed_anew(vandal):
    _, complaint, seq = vandal.event("seq > 1")
    vandal.erase(f"complaint_id = {complaint} AND seq >= {seq}")
    vandal.settle_head(complaint)
    vandal.seal_anew(vandal.hashes())
    return r"seal \d+ .*: its events were changed"


@act
def a_whole_complaint(vandal):
    vandal.erase_complaint(vandal.one("SELECT id FROM complaints_complaint ORDER BY id"))
    return r"\d+ events were sealed, \d+ are there"


@act
def a_whole_complaint_with_seals_hashed_anew(vandal):
    vandal.erase_complaint(vandal.one("SELECT id FROM complaints_complaint ORDER BY id"))
    vandal.seal_anew(vandal.hashes())
    return r"seal \d+ .*: its events were changed"


@act
def a_whole_complaint_with_all_seals_and_heads(vandal):
    vandal.erase_complaint(vandal.one("SELECT id FROM complaints_complaint ORDER BY id"))
    for table in ("sealedevent", "seal", "dailyhead"):
        vandal.run(f"DELETE FROM complaints_{table}")
    return r"the log no longer reaches the head of .* Up to then there were \d+ events and \d+ complaints"


@act
def a_complaints_row_alone(vandal):
    pk = vandal.one("SELECT id FROM complaints_complaint ORDER BY id")
    vandal.run("DELETE FROM complaints_complaint WHERE id = %s", pk)
    return rf"#{pk}: it has a history, and the complaint is gone"


@act
def a_history_alone(vandal):
    complaint = vandal.one("SELECT id FROM complaints_complaint ORDER BY id")
    vandal.erase(f"complaint_id = {complaint}")
    vandal.run("DELETE FROM complaints_chainhead WHERE complaint_id = %s", complaint)
    return r"it has no history"


@act
def events_of_two_complaints_exchanged(vandal):
    one, other, seq = vandal.one(
        "SELECT a.id, b.id, a.seq FROM complaints_event a JOIN complaints_event b ON a.seq = b.seq "
        "AND a.complaint_id < b.complaint_id ORDER BY 1, 2"
    )
    first, second = (vandal.one("SELECT complaint_id FROM complaints_event WHERE id = %s", pk) for pk in (one, other))
    vandal.run("UPDATE complaints_event SET complaint_id = 0 WHERE id = %s", one)
    vandal.run("UPDATE complaints_event SET complaint_id = %s WHERE id = %s", first, other)
    vandal.run("UPDATE complaints_event SET complaint_id = %s WHERE id = %s", second, one)
    return rf"event {seq}: its complaint is \d+, its text says \d+"


@act
def two_events_in_another_order(vandal):
    one, other = vandal.one(
        "SELECT a.id, b.id FROM complaints_event a JOIN complaints_event b ON a.complaint_id = b.complaint_id "
        "AND a.seq < b.seq ORDER BY 1, 2"
    )
    first, second = (vandal.one("SELECT seq FROM complaints_event WHERE id = %s", pk) for pk in (one, other))
    vandal.run("UPDATE complaints_event SET seq = 9999 WHERE id = %s", one)
    vandal.run("UPDATE complaints_event SET seq = %s WHERE id = %s", first, other)
    vandal.run("UPDATE complaints_event SET seq = %s WHERE id = %s", second, one)
    return rf"event {first}: its number is {first}, its text says {second}"


@act
def an_event_put_in(vandal):
    _, complaint, _ = vandal.event()
    seq, mac = vandal.run("SELECT seq, mac FROM complaints_chainhead WHERE complaint_id = %s", complaint)[0]
    told = json.loads(vandal.one("SELECT body FROM complaints_event WHERE complaint_id = %s", complaint))
    body = chain.canonical(told | {"seq": seq + 1, "words": None})
    vandal.run(
        "INSERT INTO complaints_event (complaint_id, seq, at, kind, cycle, actor_kind, posting_id, body, key_id, prev, "
        "mac) SELECT complaint_id, %s, at, kind, cycle, actor_kind, posting_id, %s, key_id, %s, %s FROM "
        "complaints_event WHERE complaint_id = %s AND seq = %s",
        *(seq + 1, body, bytes(mac), vandal.hashes()(bytes(mac) + body.encode()), complaint, told["seq"]),
    )
    vandal.settle_head(complaint)
    return rf"event {seq + 1} was changed"


@act
def an_event_said_once_more(vandal):
    pk, complaint, _ = vandal.event()
    seq = vandal.one("SELECT seq FROM complaints_chainhead WHERE complaint_id = %s", complaint)
    vandal.run(
        "INSERT INTO complaints_event (complaint_id, seq, at, kind, cycle, actor_kind, posting_id, body, key_id, prev, "
        "mac) SELECT complaint_id, %s, at, kind, cycle, actor_kind, posting_id, body, key_id, prev, mac FROM "
        "complaints_event WHERE id = %s",
        *(seq + 1, pk),
    )
    vandal.settle_head(complaint)
    return rf"event {seq + 1}: its number is {seq + 1}, its text says \d+"


@act
def a_complaint_put_in(vandal):
    """A copy of a row under another number: nobody filed it."""
    pk = vandal.one("SELECT id FROM complaints_complaint ORDER BY id")
    listed = ", ".join(vandal.columns("complaints_complaint", but=("id", "etag", "complainant_id")))
    vandal.run(
        f"INSERT INTO complaints_complaint (etag, complainant_id, {listed}) "
        f"SELECT '269999999997', 0, {listed} FROM complaints_complaint WHERE id = %s",
        pk,
    )
    return r"2699 9999 9997: it has no history"


@act
def a_seal(vandal):
    pk = vandal.one("SELECT id FROM complaints_seal ORDER BY id")
    column, value, said = vandal.random.choice(
        [
            ("mac", "sha256(mac)", r"its events were changed|does not continue"),
            ("prev", "sha256(prev)", "does not continue the one before it"),
            ("events", "events + 1", r"\d+ events were sealed, \d+ are there"),
            ("at", "at - interval '1 day'", "its events were changed"),
            ("version", "3 - version", "its events were changed"),
            ("key_id", "'x9'", "is under the unknown key x9"),
        ]
    )
    vandal.run(f"UPDATE complaints_seal SET {column} = {value} WHERE id = %s", pk)
    return rf"seal {pk} .*({said})"


@act
def the_last_seals(vandal):
    pk = vandal.one("SELECT id FROM complaints_seal WHERE id > (SELECT min(id) FROM complaints_seal) ORDER BY id")
    reached = vandal.run("SELECT max(seal_id) FROM complaints_dailyhead")[0][0]
    vandal.run("DELETE FROM complaints_sealedevent WHERE seal_id >= %s", pk)
    vandal.run("DELETE FROM complaints_seal WHERE id >= %s", pk)
    # What was sealed after the last head is sealed again by the next job: nothing is lost, and nothing is said.
    return r"the log no longer reaches the head of" if pk <= reached else None


@act
def the_first_seal(vandal):
    vandal.run("DELETE FROM complaints_sealedevent WHERE seal_id = (SELECT min(id) FROM complaints_seal)")
    vandal.run("DELETE FROM complaints_seal WHERE id = (SELECT min(id) FROM complaints_seal)")
    return r"seal \d+ .*does not continue the one before it"


@act
def seals_without_their_rows(vandal):
    pk = vandal.one("SELECT id FROM complaints_seal ORDER BY id")
    vandal.run("DELETE FROM complaints_seal WHERE id = %s", pk)
    return rf"seal {pk} is gone, and \d+ events say that it holds them"


@act
def an_event_in_another_seal(vandal):
    pk, seal = vandal.one("SELECT event_id, seal_id FROM complaints_sealedevent ORDER BY event_id")
    other = vandal.one("SELECT id FROM complaints_seal WHERE id <> %s ORDER BY id", seal)
    vandal.run("UPDATE complaints_sealedevent SET seal_id = %s WHERE event_id = %s", other, pk)
    return r"\d+ events were sealed, \d+ are there"


@act
def a_daily_head(vandal):
    number = vandal.one("SELECT number FROM complaints_dailyhead ORDER BY number")
    column, value, said = vandal.random.choice(
        [
            ("text", "replace(text, '2026', '2025')", "is another one in the archive"),
            ("digest", "sha256(digest)", "has another digest than its text"),
            ("events", "events - 1", "was changed: it does not bear its mark"),
            ("complaints", "complaints - 1", "was changed: it does not bear its mark"),
            ("roots", "sha256(roots)", "are not those that were published"),
            ("at", "at - interval '1 hour'", "is not what its text says"),
            ("mac", "sha256(mac)", "was changed: it does not bear its mark"),
            ("key_id", "'x9'", "was changed: it does not bear its mark"),
            ("seal_id", "NULL", "was changed: it does not bear its mark"),
        ]
    )
    vandal.run(f"UPDATE complaints_dailyhead SET {column} = {value} WHERE number = %s", number)
    return rf"head of .*({said})"


@act
def daily_heads_taken_away(vandal):
    number = vandal.one("SELECT number FROM complaints_dailyhead ORDER BY number")
    vandal.run(f"DELETE FROM complaints_dailyhead WHERE number {vandal.random.choice(['=', '>=', '<='])} %s", number)
    return r"the head of .* is no longer in the archive"


@act
def the_whole_stream(vandal):
    tables = [name for (name,) in vandal.run(
        "SELECT tablename FROM pg_tables WHERE tablename LIKE 'complaints\\_%%' AND tablename NOT IN "
        "('complaints_category', 'complaints_policy', 'complaints_workingcalendar', 'complaints_holiday')"
    )]  # fmt: skip
    vandal.run(f"TRUNCATE {', '.join(tables)} CASCADE")
    return r"the log no longer reaches the head of .* Up to then there were \d+ events and \d+ complaints"


@act
def the_events_alone(vandal):
    way = vandal.random.choice(["DELETE FROM", "TRUNCATE"])
    vandal.run(f"{way} complaints_event {'CASCADE' if way == 'TRUNCATE' else ''}")
    return r"it has no history"


@act
def everything_as_it_was_before(vandal):
    """A backup from before the last head is put in the place of what is there now."""
    for table in [name for (name,) in vandal.run(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = %s", SNAPSHOT
    )]:  # fmt: skip
        vandal.run(f"DELETE FROM {table}")
        columns = ", ".join(vandal.columns(table))
        vandal.run(f"INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {SNAPSHOT}.{table}")
    return r"the log no longer reaches the head of .* Up to then there were \d+ events and \d+ complaints"
