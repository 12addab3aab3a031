"""Anonymise one complaint: in one transaction, with an event that records it. The files are deleted afterwards."""

from datetime import datetime

from django.db import transaction

from complaints.models import ChainHead, Complaint, Destruction, Draft
from complaints.queries import past_retention as queries
from complaints.rules.actors import SYSTEM
from complaints.rules.retention_limits import ANONYMISED_KIND
from complaints.services import history
from complaints.services.moves import lock_complaint
from complaints.services.retention import file_deletion, row_erasure
from complaints.signals import complaint_ending_for_good, event_recorded


def anonymise(complaint_id: int, *, at: datetime, months: dict[int, int]) -> bool:
    """Destroy the personal data of a complaint.

    Return False if it must be kept, is anonymised already, or is locked by another worker.

    `months`: the retention period of each category (`queries.past_retention.retention_months_by_category`).
    """
    with transaction.atomic():
        if not _is_still_due(complaint_id, at=at, months=months):
            return False
        destroy_personal_data(complaint_id, at=at)
    file_deletion.delete_marked_files(complaint_id)
    return True


def _is_still_due(complaint_id: int, *, at: datetime, months: dict[int, int]) -> bool:
    """Check again, with all connected complaints locked, so that a legal hold or an appeal that came first counts."""
    group = queries.ids_of_linked_group(complaint_id)
    if group is None:
        return False
    heads = ChainHead.objects.filter(pk__in=group).order_by("pk").select_for_update(skip_locked=True)
    if len(list(heads.values_list("pk"))) < len(group):
        return False
    is_over = queries.complaints_past_retention(at=at, months=months).filter(pk=complaint_id).exists()
    return is_over and not queries.is_still_needed(complaint_id, at=at, months=months)


def destroy_personal_data(complaint_id: int, *, at: datetime) -> None:
    """Destroy the personal data of a complaint in the caller's transaction, and record the event.

    The caller has checked that it may be destroyed.
    """
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    complaint_ending_for_good.send(Complaint, complaint=complaint, complainant=complaint.complainant)
    drafts = row_erasure.erase_personal_rows(complaint, at=at)
    number_of_files = file_deletion.mark_files_destroyed(complaint_id, drafts)
    Draft.objects.filter(pk__in=drafts).delete()
    complaint.anonymised_at = at
    complaint.save(update_fields=["anonymised_at"])
    Destruction.objects.create(complaint=complaint)
    facts = {"state": history.event_state_of(complaint), "files": number_of_files}
    event = history.append(head, history.EventEntry(ANONYMISED_KIND, complaint.cycle, facts), by=SYSTEM, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
