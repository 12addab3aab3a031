"""Of what was anonymised: that the history says so, and that nothing of it is left or was emptied otherwise."""

from collections.abc import Iterator

from complaints.queries.verification.records import Record
from complaints.rules.retention import HOLD, KIND, LIFT


def check(record: Record) -> Iterator[str]:
    """What is wrong with how it was kept."""
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
