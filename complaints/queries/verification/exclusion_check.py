"""Verify exclusions against the history: none ends, and no name comes back, without an event that says so."""

from collections.abc import Iterator

from complaints.queries.verification.chain_check import parse_event_body
from complaints.queries.verification.record_loading import ComplaintRecord

ENDING_KINDS = frozenset({"name_lapsed", "exclusion_ended"})
STANDING_KINDS = frozenset({"name_confirmed"})


def check_exclusions(record: ComplaintRecord) -> Iterator[str]:
    """Yield each exclusion that has ended although the history does not say so, or the reverse."""
    ended: set[int] = set()
    for event in record.events:
        if event.kind in ENDING_KINDS | STANDING_KINDS:
            ids = parse_event_body(event).get("facts", {}).get("exclusions", ())
            ended = ended | set(ids) if event.kind in ENDING_KINDS else ended - set(ids)
    ended_rows = {row.pk for row in record.exclusions if row.ended_at is not None}
    rows = {row.pk for row in record.exclusions}
    for pk in sorted(ended_rows - ended):
        yield f"exclusion {pk} has ended, and its history does not say so"
    for pk in sorted(ended - ended_rows):
        yield f"exclusion {pk} {'stands' if pk in rows else 'is gone'}, and its history says that it ended"
