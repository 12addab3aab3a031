"""Recall unsent messages to officers who may no longer know of a complaint, and check each message when it is sent."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import Office, Posting
from accounts.queries.office_heads import responsible_head_posting
from complaints.models import Complaint
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of, excludes_somebody_condition
from complaints.rules.etag import strip_separators
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion
from notifications.models import Message
from notifications.rules.recipient_references import parse_reference
from notifications.services import enqueue

OFFICER_REFERENCES = frozenset({"posting", "office"})
"""The kinds of recipient references whose officer is found when the message is sent."""


def recall_messages(complaint: Complaint, *, at: datetime) -> int:
    """Recall unsent messages about this complaint to officers whom it excludes; return how many were changed.

    A message to an office goes to its head. A message about several complaints only loses this one. If only the acting
    officer of a posting is excluded, its messages stay: `remove_hidden_complaints` sends them to the holder. Messages
    that a worker is sending now are not recalled.
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
        if not _remove_complaint_from_message(message, complaint.spaced_etag):
            message.delete()
    return len(recalled)


def remove_hidden_complaints(message: Message, *, at: datetime) -> bool:
    """Remove from a message the complaints that it must not name to its recipient; return whether any is left.

    The outbox calls it before sending (config.hooks): the message may be older than the exclusion, or than the posting
    or leave by which it would now reach an excluded officer. If only the acting officer of a posting is excluded, the
    holder gets the message, although on leave. No statement for a message that names no complaint to an officer, and
    one if nobody is excluded from its complaints.
    """
    etags = [strip_separators(spaced) for spaced in message.context.get("etags", [])]
    etags += [message.context["etag"]] if "etag" in message.context else []
    kind, ref_id = parse_reference(message.recipient)
    if not (etags and kind in OFFICER_REFERENCES):
        return True
    complaints = Complaint.objects.unscoped("only their exclusions are read").filter(excludes_somebody_condition())
    for complaint in complaints.filter(etag__in=etags):
        exclusion = conflict_exclusion_of(complaint, at=at)
        if _is_recipient_excluded(message.recipient, exclusion, at=at):
            if not _remove_complaint_from_message(message, complaint.spaced_etag):
                return False
        elif kind == "posting" and ref_id in exclusion.covered:  # An office's message reaches its head on leave.
            _send_to_holder(message, complaint, at=at)
    return True


def may_be_notified(posting_id: int, complaint: Complaint, *, at: datetime) -> bool:
    """Return whether messages to this posting may be about the complaint: whether its holder may know of it.

    If only the acting officer is excluded, messages and notifications go to the holder.
    """
    return not _is_holder_excluded(posting_id, conflict_exclusion_of(complaint, at=at))


def _is_recipient_excluded(recipient: str, exclusion: ConflictExclusion, *, at: datetime) -> bool:
    """Return whether the holder of this posting, or the head who answers for this office, is excluded."""
    kind, ref_id = parse_reference(recipient)
    if kind == "posting":
        return _is_holder_excluded(ref_id, exclusion)
    office = Office.objects.filter(pk=ref_id).first()
    if office is None or exclusion.excludes_office(office.path):
        return office is not None
    head = responsible_head_posting(office, at=at)
    return head is not None and exclusion.excludes_officer(head.officer_id, head.office.path)


def _is_holder_excluded(posting_id: int, exclusion: ConflictExclusion) -> bool:
    posting = Posting.objects.with_people().filter(pk=posting_id).first()
    return posting is not None and exclusion.excludes_officer(posting.officer_id, posting.office.path)


def _send_to_holder(message: Message, complaint: Complaint, *, at: datetime) -> None:
    """Send a message to the holder of the posting, as a person, instead of the officer who acts for them.

    Of a message about several complaints only this one goes to the holder, in a message of its own. The stored row
    keeps the posting: the next attempt finds the recipient anew, and dossiers list the messages of a posting.
    """
    if len(message.context.get("etags", [])) > 1:
        own = message.context | {"etags": [complaint.spaced_etag], "count": 1}
        with transaction.atomic():
            enqueue(recipient=message.recipient, template=message.template, context=own, at=at)
            _remove_complaint_from_message(message, complaint.spaced_etag)
    elif holder := Posting.objects.current(at).filter(pk=parse_reference(message.recipient)[1]).first():
        message.recipient = f"officer:{holder.officer_id}"


def _remove_complaint_from_message(message: Message, spaced_etag: str) -> bool:
    """Remove one complaint from a message. Return False, without a change, if the message is about no other complaint.

    If the message lists fewer complaints than it counts, the count is reduced by one.
    """
    listed, count = message.context.get("etags", []), message.context.get("count", 0)
    remaining = [number for number in listed if number != spaced_etag]
    if not remaining:
        return False
    message.context |= {"etags": remaining, "count": len(remaining) if count == len(listed) else count - 1}
    message.save(update_fields=["context"])
    return True
