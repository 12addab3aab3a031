"""The delays that are recorded, held against the histories of their complaints (settings.VERIFIED_WITH). Read only.

The sweep states each in the history: which clock, which level, when it was due, whose it was and who was told. The
other way round, what the history states has to be recorded.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from accounts.models import Posting
from complaints.models import Complaint
from complaints.queries.verification.chains import stated
from complaints.queries.verification.records import Record
from complaints.rules.clock import Clock
from complaints.rules.obligations import event_kind
from sla.models import Breach

KINDS = {event_kind(clock, kind) for clock in Clock for kind in ("breach", "escalation")}
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)


def check(records: Sequence[Record]) -> Iterator[tuple[Complaint, str]]:
    """Of a batch of complaints, what is recorded otherwise than stated. Two statements."""
    rows = defaultdict(list)
    for row in Breach.objects.filter(complaint__in=[record.complaint.pk for record in records]).order_by("pk"):
        rows[row.complaint_id].append(row)
    postings = {row.posting_id for found in rows.values() for row in found if row.posting_id}
    officers = dict(Posting.objects.filter(pk__in=postings).values_list("pk", "officer"))
    for record in records:
        told = set(_told(record))
        for row in rows[record.complaint.pk]:
            if _of(row) not in told or row.officer_id != officers.get(row.posting_id):
                yield record.complaint, f"{_named(row)} is recorded otherwise than its history states it"
        there = {(row.clock, row.level) for row in rows[record.complaint.pk]}
        for clock, level in sorted({one[:2] for one in told} - there):
            yield record.complaint, f"a delay of its {clock} clock (level {level}) is stated and not recorded"


def _told(record: Record) -> Iterator[tuple]:
    for event in record.events:
        if event.kind not in KINDS:
            continue
        try:
            facts = stated(event)["facts"]
            due_at = datetime.fromisoformat(facts["due"])
            whose = facts["posting"], facts["office"], facts["told"]
            yield facts["clock"], facts["level"], due_at, *whose
        except UNREADABLE:
            continue  # the chain's own check names it


def _of(row: Breach) -> tuple:
    return row.clock, row.level, row.due_at, row.posting_id, row.office_id, row.told_id


def _named(row: Breach) -> str:
    return f"a delay of its {row.clock} clock (level {row.level})"
