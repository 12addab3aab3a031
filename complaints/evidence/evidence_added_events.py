"""Record files in a complaint's history: id, kind, size and SHA-256 of each original. File names are not recorded."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from accounts.actors import Actor
from complaints.models import ChainHead, Complaint, Draft, Evidence
from complaints.models.evidence import owner_text
from complaints.rules.access_proofs import Trust
from complaints.rules.actors import Citizen
from complaints.services import event_messages, history
from complaints.services.moves import event_facts_of_trust, lock_complaint
from complaints.signals import event_recorded

KIND = "evidence_added"
ADOPT_STATEMENT = """UPDATE complaints_evidence AS file SET complaint_id = %s, draft_id = NULL, owner = new.owner
    FROM unnest(%s::uuid[], %s::text[]) AS new (id, owner) WHERE file.id = new.id
    RETURNING file.id, encode(sha256, 'hex'), kind, size, state <> 'coming', created_at"""


def adopt_draft_files(*, draft: Draft, complaint: Complaint, head: ChainHead, by: Actor | Citizen, at: datetime) -> int:
    """Move a draft's files to the complaint that it has just become, in the same transaction. Return how many.

    Complete files are recorded in one event. A file that is still being uploaded moves too and is recorded when it is
    complete. Refused files stay with the draft. One statement; two if there are files, and two more for the event if
    any is complete.
    """
    files = Evidence.objects.select_for_update().filter(draft=draft).exclude(state=Evidence.State.REFUSED)
    ids = [row.pk for row in files.order_by("pk") if not row.is_moved]
    if not ids:
        return 0
    column, owner = Evidence._meta.get_field("owner"), owner_text(draft_id=None, complaint_id=complaint.pk)
    with connection.cursor() as cursor:
        cursor.execute(ADOPT_STATEMENT, [complaint.pk, ids, [column.seal(owner, pk).sealed for pk in ids]])
        rows = sorted(cursor.fetchall(), key=lambda row: (row[-1], row[0]))
    complete_files = [_file_facts(*row[:4]) for row in rows if row[4]]
    if complete_files:
        history.append(head, _files_entry(complaint.cycle, complete_files), by=by, at=at)
    return len(rows)


def record_completed_file(row: Evidence, *, at: datetime) -> None:
    """Record in one event that an upload to a complaint is complete. Runs in the transaction that completes it."""
    head, complaint = lock_complaint(row.complaint_id)
    at = max(at, head.at or at)
    files = [_file_facts(row.pk, row.sha256.hex(), row.kind, row.size)]
    trust = Trust.OFFICERS_KEY if row.by_officers_key else Trust.PROVED
    event = history.append(
        head,
        _files_entry(complaint.cycle, files, event_facts_of_trust(trust)),
        by=Citizen(complaint.complainant_id),
        at=at,
    )
    event_messages.write_event_messages(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)


def _file_facts(evidence_id: UUID, sha256: str, kind: str, size: int) -> dict:
    return {"id": str(evidence_id), "sha256": sha256, "kind": kind, "size": size}


def _files_entry(cycle: int, files: list[dict], marks: dict | None = None) -> history.EventEntry:
    return history.EventEntry(kind=KIND, cycle=cycle, facts={"files": files} | (marks or {}))
