"""What a vandal does to what was told, to persons, and to what stands as anonymised, as if in order."""

import json

from ledger import chain
from tests.complaints.log.vandal import Vandal

EMPTIED = ("name", "phone", "email", "address", "document_number", "behalf_name")


def a_statement_written_anew(vandal: Vandal) -> str:
    pk = vandal.one("SELECT complaint_id FROM complaints_statement ORDER BY 1")
    column, value = vandal.random.choice(
        [
            ("text", "text || ' I was mistaken.'"),
            ("landmark", "landmark || 'x'"),
            ("concerns", "'somebody else'"),
            ("happened_on", "'2020-01-01'"),
            ("concerned", '\'{"name": "Nobody"}\''),
        ]
    )
    vandal.run(f"UPDATE complaints_statement SET {column} = {value} WHERE complaint_id = %s", pk)
    return "its statement was changed or emptied, and no event says so"


def a_statement_emptied(vandal: Vandal) -> str:
    pk = vandal.one("SELECT complaint_id FROM complaints_statement ORDER BY 1")
    vandal.run("UPDATE complaints_statement SET text = '', folded = '', salt = '' WHERE complaint_id = %s", pk)
    return "its statement was changed or emptied, and no event says so"


def a_person_emptied(vandal: Vandal) -> str:
    """Nothing of who brought it is left, and nothing says that it was anonymised."""
    pk = vandal.one("SELECT id FROM complaints_complainant WHERE phone <> '' OR name <> '' ORDER BY 1")
    vandal.run(f"UPDATE complaints_complainant SET {', '.join(f"{name} = ''" for name in EMPTIED)} WHERE id = %s", pk)
    return "who brought it was changed or emptied, and no event says so"


def a_person_who_is_another(vandal: Vandal) -> str:
    """A sealed value taken from another row opens in this column; the history knows that it is another one."""
    one, other = vandal.one(
        "SELECT a.id, b.id FROM complaints_complainant a JOIN complaints_complainant b ON a.id <> b.id "
        "AND a.phone <> '' AND a.phone_index <> b.phone_index ORDER BY 1, 2"
    )
    vandal.run("UPDATE complaints_complainant SET phone = (SELECT phone FROM complaints_complainant WHERE id = %s) "
               "WHERE id = %s", other, one)  # fmt: skip
    return "who brought it was changed or emptied, and no event says so"


def a_sealed_value_that_opens_no_more(vandal: Vandal) -> str:
    pk = vandal.one("SELECT id FROM complaints_complainant WHERE phone <> '' ORDER BY 1")
    vandal.run("UPDATE complaints_complainant SET phone = overlay(phone placing 'AAAA' from 10) WHERE id = %s", pk)
    return "who brought it is gone, or no longer opens"


def words_said_to_be_anonymised(vandal: Vandal) -> str:
    pk = vandal.one("SELECT event_id FROM complaints_words ORDER BY 1")
    vandal.run(
        "UPDATE complaints_words SET text = '', parts = '{}', salt = '', anonymised_at = now() WHERE event_id = %s", pk
    )
    return "words of it are gone, and nothing in its history says that they were destroyed"


def salts_destroyed(vandal: Vandal) -> str:
    pk = vandal.one("SELECT event_id FROM complaints_words ORDER BY 1")
    vandal.run("UPDATE complaints_words SET salt = '' WHERE event_id = %s", pk)
    return "its words were changed"


def all_of_it_anonymised_without_an_event(vandal: Vandal) -> str:
    _empty(vandal, vandal.one("SELECT id FROM complaints_complaint ORDER BY 1"))
    return "its row dates its anonymisation otherwise than its history"


def all_of_it_anonymised_with_an_event_of_their_own(vandal: Vandal) -> str:
    """Rows, words and the event as the job would write them; the chain's key is not theirs."""
    complaint = vandal.one("SELECT id FROM complaints_complaint ORDER BY 1")
    _empty(vandal, complaint)
    last = vandal.run(
        "SELECT body, mac, seq FROM complaints_event WHERE complaint_id = %s ORDER BY seq DESC", complaint
    )
    body, mac, seq = last[0]
    at = vandal.run("SELECT anonymised_at FROM complaints_complaint WHERE id = %s", complaint)[0][0]
    told = json.loads(body) | {"at": at.isoformat(), "kind": "anonymised", "seq": seq + 1, "words": None}
    told["by"] = {"kind": "system"}
    told["facts"] = {"state": told["facts"]["state"], "files": 0}
    told["facts"]["state"].pop("clocks", None)
    text = chain.canonical_json(told)
    vandal.run(
        "INSERT INTO complaints_event (complaint_id, seq, at, kind, cycle, actor_kind, body, key_id, prev, mac) SELECT "
        "complaint_id, seq + 1, %s, 'anonymised', cycle, 'system', %s, key_id, mac, %s FROM complaints_event "
        "WHERE complaint_id = %s AND seq = %s",
        *(at, text, vandal.hashes()(bytes(mac) + text.encode()), complaint, seq),
    )
    vandal.settle_head(complaint)
    return rf"event {seq + 1} was changed"


def _empty(vandal: Vandal, complaint: int) -> None:
    vandal.run("UPDATE complaints_complaint SET anonymised_at = now() WHERE id = %s", complaint)
    vandal.run(
        "UPDATE complaints_words SET text = '', parts = '{}', salt = '', anonymised_at = now() WHERE event_id IN "
        "(SELECT id FROM complaints_event WHERE complaint_id = %s)",
        complaint,
    )
    vandal.run(
        "UPDATE complaints_statement SET text = '', landmark = '', position = '', concerns = '', concerned = '{}', "
        "folded = '', salt = '', happened_on = NULL, happened_about = '' WHERE complaint_id = %s",
        complaint,
    )
    vandal.run(
        f"UPDATE complaints_complainant SET {', '.join(f"{name} = ''" for name in EMPTIED)}, phone_index = '', "
        "email_index = '', document_index = '' WHERE id = (SELECT complainant_id FROM complaints_complaint "
        "WHERE id = %s)",
        complaint,
    )


PERSONS = [
    a_statement_written_anew,
    a_statement_emptied,
    a_person_emptied,
    a_person_who_is_another,
    a_sealed_value_that_opens_no_more,
    words_said_to_be_anonymised,
    salts_destroyed,
    all_of_it_anonymised_without_an_event,
    all_of_it_anonymised_with_an_event_of_their_own,
]
