"""Withdraw a file from a complaint at the complainant's request.

It stays encrypted in storage but is no longer shown.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from complaints.models import Complaint, Evidence
from complaints.rules.actors import Citizen
from complaints.services import event_messages, history
from complaints.services.facts import trust_of_actor
from complaints.services.moves import lock_complaint
from complaints.signals import event_recorded
from complaints.workflow.table import refusal_for_missing_proof
from ledger.service_exceptions import Refused

KIND = "evidence_withdrawn"


@transaction.atomic
def withdraw_file(*, complaint_id: int, evidence_id: UUID, by: Citizen, at: datetime) -> bool:
    """Withdraw one file and record that in the history. Return False if there is no such file to withdraw.

    The file is not destroyed, so that no complainant can be forced to destroy evidence, and the history shows the
    withdrawal. Raises Refused if it is not proved that the complainant acts (rules.access_proofs).
    """
    head, complaint = lock_complaint(complaint_id)
    if refusal := refusal_for_missing_proof(KIND, trust_of_actor(by, complaint)):
        raise Refused(refusal)
    at = max(at, head.at or at)
    rows = Evidence.objects.select_for_update().filter(pk=evidence_id, complaint=complaint_id).exclude(sha256=b"")
    row = rows.exclude(state__in=Evidence.HIDDEN).first()
    if row is None:
        return False
    row.state, row.withdrawn_at = Evidence.State.WITHDRAWN, at
    row.save(update_fields=["state", "withdrawn_at"])
    file = {"id": str(row.pk), "sha256": row.sha256.hex(), "kind": row.kind, "size": row.size}
    facts = {"files": [file], "opened_by": str(by.opened_by)}
    entry = history.EventEntry(kind=KIND, cycle=complaint.cycle, facts=facts)
    event = history.append(head, entry, by=by, at=at)
    event_messages.write_event_messages(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return True
