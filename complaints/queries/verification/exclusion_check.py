"""Verify exclusions against the history: none ends without an event that says so."""

from collections.abc import Iterator

from complaints.queries.verification.chain_check import parse_event_body
from complaints.queries.verification.record_loading import ComplaintRecord

ENDING_KINDS = frozenset({"name_lapsed", "exclusion_ended"})


def check_exclusions(record: ComplaintRecord) -> Iterator[str]:
    """Yield each exclusion that has ended although the history does not say so, or the reverse."""
    endings = [parse_event_body(event) for event in record.events if event.kind in ENDING_KINDS]
    stated = {pk for body in endings for pk in body.get("facts", {}).get("exclusions", ())}
    ended = {row.pk for row in record.exclusions if row.ended_at is not None}
    for pk in sorted(ended - stated):
        yield f"exclusion {pk} has ended, and its history does not say so"
    for pk in sorted(stated - ended):
        yield f"exclusion {pk} stands or is gone, and its history says that it ended"
