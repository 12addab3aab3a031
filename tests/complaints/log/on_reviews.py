"""The vandal changes reviews of delay: their steps, texts, rows, dossiers and flags."""

import json

from ledger import chain
from tests.complaints.log.vandal import ACTS, act

__all__ = ["ACTS"]


def step(vandal, where: str = "TRUE"):
    """Return the id, review and number of a step."""
    return vandal.one(f"SELECT id, review_id, seq FROM reviews_reviewevent WHERE {where} ORDER BY id")


def erase(vandal, steps: str, *, sealed: bool = True) -> None:
    tables = ("reviewwords", "attachment", *(("sealedstep",) if sealed else ()))
    for table in tables:
        vandal.run(f"DELETE FROM reviews_{table} WHERE event_id IN (SELECT id FROM reviews_reviewevent WHERE {steps})")
    vandal.run(f"DELETE FROM reviews_reviewevent WHERE {steps}")


def settle(vandal, review: int) -> None:
    """Make the review's head agree with the last remaining step."""
    vandal.run(
        "UPDATE reviews_review SET seq = last.seq, mac = last.mac FROM (SELECT seq, mac FROM "
        "reviews_reviewevent WHERE review_id = %s ORDER BY seq DESC LIMIT 1) AS last WHERE id = %s",
        *(review, review),
    )


def hash_anew(vandal, review: int) -> None:
    prev, hashed = chain.CHAIN_START, vandal.hashes()
    for pk, body in vandal.run("SELECT id, body FROM reviews_reviewevent WHERE review_id = %s ORDER BY seq", review):
        mac = hashed(prev + body.encode())
        vandal.run("UPDATE reviews_reviewevent SET prev = %s, mac = %s WHERE id = %s", prev, mac, pk)
        prev = mac
    settle(vandal, review)


@act
def a_letter_of_a_steps_body(vandal):
    pk, review, seq = step(vandal)
    body = vandal.one("SELECT body FROM reviews_reviewevent WHERE id = %s", pk)
    place = vandal.random.randrange(len(body))
    other = vandal.random.choice([c for c in "0123456789abcdefgxyz{}:" if c != body[place]])
    vandal.run("UPDATE reviews_reviewevent SET body = %s WHERE id = %s", body[:place] + other + body[place + 1 :], pk)
    return rf"review {review}: event {seq} was changed"


@act
def a_steps_column(vandal):
    pk, review, seq = step(vandal)
    column, value, said = vandal.random.choice(
        [
            ("at", "at - interval '3 hours'", "time"),
            ("kind", "CASE kind WHEN 'close' THEN 'wait' ELSE 'close' END", "kind"),
            ("officer_id", "COALESCE(officer_id, 0) + 1", "actor"),
            ("posting_id", "COALESCE(posting_id, 0) + 1", "actor"),
        ]
    )
    vandal.run(f"UPDATE reviews_reviewevent SET {column} = {value} WHERE id = %s", pk)
    return rf"review {review}: event {seq}: its {said} is"


@act
def a_step_back_dated_and_hashed_anew(vandal):
    pk, review, seq = step(vandal)
    body, at = vandal.run("SELECT body, at - interval '2 days' FROM reviews_reviewevent WHERE id = %s", pk)[0]
    told = chain.canonical_json(json.loads(body) | {"at": at.isoformat()})
    vandal.run("UPDATE reviews_reviewevent SET at = %s, body = %s WHERE id = %s", at, told, pk)
    hash_anew(vandal, review)
    return rf"review {review}: event {seq} was changed"


@act
def words_in_a_review(vandal):
    pk, review, seq = step(vandal, "id IN (SELECT event_id FROM reviews_reviewwords)")
    vandal.run(
        vandal.random.choice(
            [
                "UPDATE reviews_reviewwords SET text = text || '.' WHERE event_id = %s",
                "UPDATE reviews_reviewwords SET salt = '12' WHERE event_id = %s",
                "DELETE FROM reviews_reviewwords WHERE event_id = %s",
            ]
        ),
        pk,
    )
    return rf"review {review}: event {seq}: its words (were changed|are gone)"


@act
def a_step_in_the_middle_of_a_review(vandal):
    pk, review, seq = step(vandal, "seq < (SELECT seq FROM reviews_review r WHERE r.id = review_id)")
    erase(vandal, f"id = {pk}")
    return rf"review {review}: event {seq} is missing"


@act
def a_reviews_tail(vandal):
    _, review, seq = step(vandal, "seq > 1")
    erase(vandal, f"review_id = {review} AND seq >= {seq}")
    return rf"review {review}: its chain ends at event {seq - 1}"


@act
def a_reviews_tail_with_head_and_row(vandal):
    """Remove explanation and decision: the row is set back to the state in the last remaining step."""
    _, review, seq = step(vandal, "seq > 1")
    erase(vandal, f"review_id = {review} AND seq >= {seq}", sealed=vandal.random.random() < 0.7)
    settle(vandal, review)
    return r"\d+ other rows were sealed, \d+ are there"


@act
def a_whole_review(vandal):
    review = vandal.one("SELECT review_id FROM reviews_reviewevent ORDER BY id")
    erase(vandal, f"review_id = {review}")
    flags = "SELECT id FROM reviews_flag WHERE review_id = %s"
    vandal.run(f"DELETE FROM reviews_dossier WHERE flag_id IN ({flags})", review)
    vandal.run("DELETE FROM reviews_flag WHERE review_id = %s", review)
    vandal.run("DELETE FROM reviews_review WHERE id = %s", review)
    return r"\d+ other rows were sealed, \d+ are there"


@act
def a_reviews_row_alone(vandal):
    review = vandal.one("SELECT review_id FROM reviews_reviewevent ORDER BY id")
    vandal.run("DELETE FROM reviews_review WHERE id = %s", review)
    return rf"review {review}: it has a history, and the review is gone"


@act
def a_reviews_head(vandal):
    review = vandal.one("SELECT review_id FROM reviews_reviewevent ORDER BY id")
    column, value = vandal.random.choice([("seq", "seq + 1"), ("seq", "seq - 1"), ("mac", "sha256(mac)")])
    vandal.run(f"UPDATE reviews_review SET {column} = {value} WHERE id = %s", review)
    return rf"review {review}: its chain ends at event \d+, its head says"


@act
def how_a_review_stands(vandal):
    """Make only changes that the row's own constraints permit."""
    review = vandal.one("SELECT review_id FROM reviews_reviewevent ORDER BY id")
    column, value = vandal.random.choice(
        [
            ("decision", "'not_deliberate'"),
            ("decided_at", "decided_at - interval '1 day'"),
            ("called_at", "called_at + interval '1 day'"),
            ("authority", "CASE authority WHEN 'region' THEN 'province' ELSE 'region' END"),
            ("seat_id", "COALESCE(seat_id, 0) + 1"),
            ("officer_id", "officer_id + 1"),
            ("due_at", "COALESCE(due_at, now()) + interval '1 day'"),
        ]
    )
    vandal.run(f"UPDATE reviews_review SET {column} = {value} WHERE id = %s", review)
    return rf"review {review}: its row says {column}"


@act
def a_dossier(vandal):
    pk = vandal.one("SELECT flag_id FROM reviews_dossier ORDER BY 1")
    column, value = vandal.random.choice([("body", "body || ' '"), ("mac", "sha256(mac)"), ("key_id", "'x9'")])
    vandal.run(f"UPDATE reviews_dossier SET {column} = {value} WHERE flag_id = %s", pk)
    return rf"dossier {pk}: it was changed"


@act
def a_flag_that_was_laid_before_the_officer(vandal):
    pk, review = vandal.one("SELECT id, review_id FROM reviews_flag WHERE called_at IS NOT NULL ORDER BY id")
    change = vandal.random.choice(
        [
            "DELETE FROM reviews_flag WHERE id = %s",
            "UPDATE reviews_flag SET share = share / 2 WHERE id = %s",
            "UPDATE reviews_flag SET breach_id = breach_id + 1 WHERE id = %s",
            "UPDATE reviews_flag SET called_at = NULL WHERE id = %s",
        ]
    )
    vandal.run(change, pk)
    return rf"review {review}: the flag {pk} (was laid|has another share)"
