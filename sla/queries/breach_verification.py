"""Compare the recorded breaches with the histories of their complaints (settings.VERIFIED_WITH). Read only.

For each breach, the sweep records an event: which clock and level, when it was due, who was responsible and who was
notified. Every breach must match an event, and every such event must have a breach.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from accounts.models import Posting
from complaints.models import Complaint
from complaints.queries.verification.chain_check import parse_event_body
from complaints.queries.verification.full_check import UNREADABLE
from complaints.queries.verification.record_loading import ComplaintRecord
from complaints.rules.clock import Clock
from complaints.rules.clock_obligations import step_event_kind
from sla.models import Breach

BREACH_EVENT_KINDS = {step_event_kind(clock, kind) for clock in Clock for kind in ("breach", "escalation")}


def check_breaches(records: Sequence[ComplaintRecord]) -> Iterator[tuple[Complaint, str]]:
    """Yield the differences between breaches and histories of a batch of complaints. Two statements."""
    rows = defaultdict(list)
    for row in Breach.objects.filter(complaint__in=[record.complaint.pk for record in records]).order_by("pk"):
        rows[row.complaint_id].append(row)
    postings = {row.posting_id for breaches in rows.values() for row in breaches if row.posting_id}
    officers = dict(Posting.objects.filter(pk__in=postings).values_list("pk", "officer"))
    for record in records:
        stated_breaches = set(_breaches_in_history(record))
        for row in rows[record.complaint.pk]:
            if _breach_as_tuple(row) not in stated_breaches or row.officer_id != officers.get(row.posting_id):
                yield (
                    record.complaint,
                    f"{_describe_delay(row.clock, row.level)} is recorded otherwise than its history states it",
                )
        recorded = {(row.clock, row.level) for row in rows[record.complaint.pk]}
        for clock, level in sorted({breach[:2] for breach in stated_breaches} - recorded):
            yield record.complaint, f"{_describe_delay(clock, level)} is stated and not recorded"


def _breaches_in_history(record: ComplaintRecord) -> Iterator[tuple]:
    """Yield the breaches that the events of a complaint state, as tuples like those of `_breach_as_tuple`."""
    for event in record.events:
        if event.kind not in BREACH_EVENT_KINDS:
            continue
        try:
            facts = parse_event_body(event)["facts"]
            due_at = datetime.fromisoformat(facts["due"])
            people = facts["posting"], facts["office"], facts["told"]
            yield facts["clock"], facts["level"], due_at, *people
        except UNREADABLE:
            continue  # the check of the chain reports it


def _breach_as_tuple(row: Breach) -> tuple:
    return row.clock, row.level, row.due_at, row.posting_id, row.office_id, row.told_id


def _describe_delay(clock: str, level: int) -> str:
    return f"a delay of its {clock} clock (level {level})"
