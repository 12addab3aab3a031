"""What a vandal does to events and words."""

import json

from ledger import chain
from tests.complaints.log.vandal import ACTS, act

__all__ = ["ACTS"]


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
    told = chain.canonical_json(body | {"at": at.isoformat()})
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
def parts_of_a_report(vandal):
    pk, seq = vandal.one(
        "SELECT id, seq FROM complaints_event JOIN complaints_words ON event_id = id WHERE text <> '' ORDER BY id"
    )
    parts = """parts || '{"relief": "All was paid."}'"""
    vandal.run(f"UPDATE complaints_words SET parts = {parts} WHERE event_id = %s", pk)
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
            "UPDATE complaints_event SET seq = %s, body = %s WHERE id = %s",
            told["seq"],
            chain.canonical_json(told),
            later,
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
    for table in ("sealedevent", "seal", "hourlyhead"):
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
    body = chain.canonical_json(told | {"seq": seq + 1, "words": None})
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
        f"INSERT INTO complaints_complaint (id, complainant_id, etag, {listed}) "
        f"SELECT 999999, 999999, '269999999997', {listed} FROM complaints_complaint WHERE id = %s",
        pk,
    )
    return r"2699 9999 9997: it has no history"
