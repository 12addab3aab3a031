"""What was told is what the history knows by its digest; of what was anonymised it says so, and nothing is left."""

from collections.abc import Iterator

from complaints.queries.verification.chains import stated
from complaints.queries.verification.records import Record
from complaints.rules.retention import HOLD, KIND, LIFT
from ledger import commitment


def check(record: Record) -> Iterator[str]:
    """What is wrong with how it was kept."""
    yield from _told(record)
    complaint, words = record.complaint, [record.words[one.pk] for one in record.events if one.pk in record.words]
    said = next((event for event in record.events if event.kind == KIND), None)
    if complaint.anonymised_at != (said.at if said else None):
        yield "its row dates its anonymisation otherwise than its history"
    if said is None and any(row.anonymised_at is not None for row in words):
        yield "words of it are gone, and nothing in its history says that they were destroyed"
    if said is not None and any(row.anonymised_at is None for row in words):
        yield "words of it are still there, though its history says that they were destroyed"
    holds = [event for event in record.events if event.kind in {HOLD, LIFT}]
    held = holds[-1].at if holds and holds[-1].kind == HOLD else None
    if complaint.held_at != held:
        yield "its row dates its legal hold otherwise than its history"


def _told(record: Record) -> Iterator[str]:
    """Statement and complainant, by the last digests that an event states; older complaints have none."""
    digests = [facts["digests"] for event in record.events if "digests" in (facts := stated(event).get("facts", {}))]
    statement, person = record.statement, record.person
    if statement is None or person is None:
        what = "its statement" if statement is None else "who brought it"
        yield f"{what} is gone, or no longer opens"
    elif any(event.kind == KIND for event in record.events):
        if statement.text or statement.salt or person.name or person.phone_index:
            yield "what was told is still there, though its history says that it was destroyed"
    elif digests and isinstance(digests[-1], dict):
        made = commitment.made(statement.salt, statement, person)
        for what, said in (("statement", "its statement"), ("person", "who brought it")):
            if made[what] != digests[-1].get(what):
                yield f"{said} was changed or emptied, and no event says so"
