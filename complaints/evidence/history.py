"""What the history says of files: which, how large, and the SHA-256 of each original. Nothing that a person typed."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from accounts.actors import Actor
from complaints.models import ChainHead, Complaint, Draft, Evidence
from complaints.rules.opened_by import Trust
from complaints.rules.parties import Citizen
from complaints.services import announcements, history
from complaints.services.moves import lock, marks_of
from complaints.signals import event_recorded

KIND = "evidence_added"
ADOPT = """UPDATE complaints_evidence SET complaint_id = %s, draft_id = NULL
    WHERE draft_id = %s AND state <> 'refused'
    RETURNING id, encode(sha256, 'hex'), kind, size, state <> 'coming', created_at"""


def adopt(*, draft: Draft, complaint: Complaint, head: ChainHead, by: Actor | Citizen, at: datetime) -> int:
    """Give a draft's files to the complaint that it has just become, in its transaction. Returns how many.

    One statement; two more, for one event, where any of them has come whole, however many. One that is still being
    sent goes along and is told of when it has come; one that was refused stays behind with the draft.
    """
    with connection.cursor() as cursor:
        cursor.execute(ADOPT, [complaint.pk, draft.pk])
        rows = sorted(cursor.fetchall(), key=lambda row: (row[-1], row[0]))
    whole = [_fact(*row[:4]) for row in rows if row[4]]
    if whole:
        history.append(head, _entry(complaint.cycle, whole), by=by, at=at)
    return len(rows)


def tell_of(row: Evidence, *, at: datetime) -> None:
    """A file of an opened complaint has come whole: one event, in the transaction that says so."""
    head, complaint = lock(row.complaint_id)
    at = max(at, head.at or at)
    files = [_fact(row.pk, row.sha256.hex(), row.kind, row.size)]
    trust = Trust.OFFICERS_KEY if row.by_officers_key else Trust.PROVED
    event = history.append(
        head, _entry(complaint.cycle, files, marks_of(trust)), by=Citizen(complaint.complainant_id), at=at
    )
    announcements.announce(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)


def _fact(evidence_id: UUID, sha256: str, kind: str, size: int) -> dict:
    return {"id": str(evidence_id), "sha256": sha256, "kind": kind, "size": size}


def _entry(cycle: int, files: list[dict], marks: dict | None = None) -> history.Entry:
    return history.Entry(kind=KIND, cycle=cycle, facts={"files": files} | (marks or {}))
