"""Recall unsent messages to officers who may no longer know of a complaint."""

from datetime import datetime

from django.db.models import Q

from accounts.models import Office, Posting
from accounts.queries.office_heads import responsible_head_posting
from complaints.models import Complaint
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion
from notifications.models import Message
from notifications.rules.recipient_references import parse_reference


def recall_messages(complaint: Complaint, *, at: datetime) -> int:
    """Recall unsent messages about this complaint to officers whom it excludes; return how many were changed.

    A message to an office goes to its head. A message about several complaints only loses this one. Messages that a
    worker is sending now are not recalled.
    """
    exclusion = conflict_exclusion_of(complaint, at=at)
    about_it = Q(context__etag=complaint.etag) | Q(context__etags__contains=[complaint.spaced_etag])
    of_police = Q(recipient__startswith="posting:") | Q(recipient__startswith="office:")
    waiting = Message.objects.waiting().filter(about_it, of_police, claimed_until=None)
    recalled = [
        message
        for message in waiting.select_for_update(skip_locked=True)
        if _is_recipient_excluded(message.recipient, exclusion, at=at)
    ]
    for message in recalled:
        _remove_complaint_from_message(message, complaint.spaced_etag)
    return len(recalled)


def may_be_notified(posting_id: int, complaint: Complaint, *, at: datetime) -> bool:
    """Return whether messages to this posting about the complaint reach no excluded officer."""
    return not _is_posting_excluded(posting_id, conflict_exclusion_of(complaint, at=at))


def _is_recipient_excluded(recipient: str, exclusion: ConflictExclusion, *, at: datetime) -> bool:
    """Return whether a message to this posting or office would reach an excluded officer."""
    kind, ref_id = parse_reference(recipient)
    if kind == "posting":
        return _is_posting_excluded(ref_id, exclusion)
    office = Office.objects.filter(pk=ref_id).first()
    if office is None or exclusion.excludes_office(office.path):
        return office is not None
    head = responsible_head_posting(office, at=at)
    return head is not None and exclusion.excludes_posting(head.pk, head.officer_id, head.office.path)


def _is_posting_excluded(posting_id: int, exclusion: ConflictExclusion) -> bool:
    posting = Posting.objects.with_people().filter(pk=posting_id).first()
    return posting is not None and exclusion.excludes_posting(posting.pk, posting.officer_id, posting.office.path)


def _remove_complaint_from_message(message: Message, spaced_etag: str) -> None:
    """Remove one complaint from a message, or delete the message if it is about no other complaint.

    If the message lists fewer complaints than it counts, the count is reduced by one.
    """
    listed, count = message.context.get("etags", []), message.context.get("count", 0)
    remaining = [number for number in listed if number != spaced_etag]
    if not remaining:
        message.delete()
        return
    message.context |= {"etags": remaining, "count": len(remaining) if count == len(listed) else count - 1}
    message.save(update_fields=["context"])
