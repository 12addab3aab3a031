"""Verify statement, complainant and texts of one complaint: unchanged, or destroyed if the history states so."""

from collections.abc import Iterator

from complaints.queries.verification.chain_check import parse_event_body
from complaints.queries.verification.record_loading import ComplaintRecord
from complaints.rules.retention_limits import ANONYMISED_KIND, HOLD_KIND, LIFT_HOLD_KIND
from ledger import commitment
from ledger.field_encryption import blind_index, is_same_index


def check_texts(record: ComplaintRecord) -> Iterator[str]:
    """Yield the errors of anonymisation, legal hold and digests."""
    yield from _check_digests(record)
    yield from _check_blind_indexes(record)
    complaint, words = record.complaint, [record.words[event.pk] for event in record.events if event.pk in record.words]
    anonymisation = next((event for event in record.events if event.kind == ANONYMISED_KIND), None)
    if complaint.anonymised_at != (anonymisation.at if anonymisation else None):
        yield "its row dates its anonymisation otherwise than its history"
    if anonymisation is None and any(row.anonymised_at is not None for row in words):
        yield "words of it are gone, and nothing in its history says that they were destroyed"
    if anonymisation is not None and any(row.anonymised_at is None for row in words):
        yield "words of it are still there, though its history says that they were destroyed"
    holds = [event for event in record.events if event.kind in {HOLD_KIND, LIFT_HOLD_KIND}]
    held_at = holds[-1].at if holds and holds[-1].kind == HOLD_KIND else None
    if complaint.held_at != held_at:
        yield "its row dates its legal hold otherwise than its history"


def _check_blind_indexes(record: ComplaintRecord) -> Iterator[str]:
    """Check the indexes by which telephone, e-mail and document are found."""
    person = record.person
    if person is None:
        return
    values = {"phone": ("phone", person.phone), "email": ("email", person.email.lower())}
    values["document"] = person.document, person.document_number
    for name, (domain, value) in values.items():
        if not is_same_index(getattr(person, f"{name}_index"), blind_index(domain, value)):
            yield f"its {name} is found under another index than its own"


def _check_digests(record: ComplaintRecord) -> Iterator[str]:
    """Compare statement and complainant with the last digests in the history. Older complaints have no digests."""
    digests = [
        facts["digests"] for event in record.events if "digests" in (facts := parse_event_body(event).get("facts", {}))
    ]
    statement, person = record.statement, record.person
    if statement is None or person is None:
        subject = "its statement" if statement is None else "who brought it"
        yield f"{subject} is gone, or no longer opens"
    elif any(event.kind == ANONYMISED_KIND for event in record.events):
        if statement.text or statement.salt or person.name or person.phone_index:
            yield "what was told is still there, though its history says that it was destroyed"
    elif digests and isinstance(digests[-1], dict):
        computed = commitment.commitment_digests(statement.salt, statement, person)
        for name, subject in (("statement", "its statement"), ("person", "who brought it")):
            if computed[name] != digests[-1].get(name):
                yield f"{subject} was changed or emptied, and no event says so"
