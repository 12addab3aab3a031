"""Write, read and delete the notifications of officers at the desk. Nothing else changes them.

They are written in the transaction of what they are about.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import BigIntegerField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.dispatch import receiver

from accounts.models import Leave, Posting
from accounts.signals import leave_arranged
from complaints.models import Complaint, Custody, Event, Notification
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.queries.mention_candidates import mention_candidates
from complaints.rules.refusals import Refusal
from ledger.service_exceptions import Refused

KEPT_FOR = timedelta(days=90)
"""How long a notification is kept, read or not. By then its complaint has long been reported or escalated."""
BATCH = 1000

Kind = Notification.Kind
KIND_OF_TEMPLATE = {
    "report_returned": Kind.REPORT_RETURNED,
    "report_came_up": Kind.REPORT_RETURNED,
    "report_went_up": Kind.REPORT_WENT_UP,
    "citizen_added": Kind.ANSWER,
    "citizen_answered": Kind.ANSWER,
    "contact_denied": Kind.ANSWER,
    "complainant_reached": Kind.ANSWER,
    "objection_to_you": Kind.ANSWER,
    "invitation_answered": Kind.ANSWER,
    "hearing_answered": Kind.ANSWER,
    "ordered": Kind.ORDER,
    "order_answered": Kind.ORDER_ANSWERED,
    "order_late": Kind.ORDER_LATE,
}
"""The kind of notification beside a message to a posting, by the message's template. Other messages have none."""
WITHOUT_COMPLAINT = frozenset({Kind.REPORT_WENT_UP, Kind.MARKING_UNDONE})
"""Kinds for officers who have just lost the complaint. They name no complaint and link to none."""


def notify_of_messages(
    messages: Iterable[tuple[str, str]], complaint: Complaint, *, at: datetime, event: Event | None = None
) -> None:
    """Write the notifications that belong to messages to postings, given as recipient reference and template.

    On leave the acting officer is notified or, if the complaint is kept from that officer, the holder. No statement
    without such a message, else two; up to four if a holder is on leave.
    """
    kinds = {
        int(recipient.removeprefix("posting:")): KIND_OF_TEMPLATE[template]
        for recipient, template in messages
        if recipient.startswith("posting:") and template in KIND_OF_TEMPLATE
    }
    _notify_postings(kinds, complaint, event, at=at)


def notify_of_undone_marking(event: Event, complaint: Complaint, *, at: datetime) -> None:
    """Notify the officer who lost the complaint because the marking was undone. They no longer read which it was."""
    ended = Custody.objects.filter(complaint=complaint, ended_at=event.at).exclude(posting=None)
    kinds = dict.fromkeys(ended.values_list("posting", flat=True), Kind.MARKING_UNDONE)
    _notify_postings(kinds, complaint, event, at=at)


def notify_of_prepared_text(complaint: Complaint, *, at: datetime) -> None:
    """Notify the holder that a clerk prepared a text. It takes the place of an unread one about an earlier text."""
    remove_unread_of_prepared_texts(complaint)
    _notify_postings({complaint.holder_id: Kind.PREPARED_TEXT}, complaint, None, at=at)


def remove_unread_of_prepared_texts(complaint: Complaint) -> None:
    """Delete unread notifications of texts that clerks prepared for this complaint."""
    Notification.objects.unread().filter(complaint=complaint, kind=Kind.PREPARED_TEXT).delete()


def notify_mentioned(officer_ids: Collection[int], event: Event, complaint: Complaint, *, at: datetime) -> None:
    """Notify the officers whom a note mentions. `require_mentionable` has checked them."""
    _create([(officer_id, Kind.MENTION) for officer_id in officer_ids], complaint, event, at=at)


def require_mentionable(complaint: Complaint, by, at: datetime, details: dict) -> None:
    """Check that everybody whom a note mentions may see the complaint now. Raises Refused.

    An effect of the move `note` (complaints.services.move_effects), so it runs after the complaint was locked.
    """
    mentioned = set(details.get("mentioned", ()))
    if mentioned and not mentioned <= {one.officer_id for one in mention_candidates(complaint, at=at)}:
        raise Refused(Refusal.MENTIONED_CANNOT_SEE)


def notify_of_escalations(escalations: Iterable[tuple[int, int]], *, at: datetime) -> None:
    """Notify superiors of escalated delays, given as complaint and officer. One statement for each 1,000."""
    Notification.objects.bulk_create(
        [
            Notification(officer_id=officer, kind=Kind.ESCALATION, complaint_id=complaint, created_at=at)
            for complaint, officer in escalations
        ],
        batch_size=BATCH,
    )


@receiver(leave_arranged)
def notify_of_leave(sender, *, leave: Leave, at: datetime, **kwargs) -> None:
    """Notify the officer who acts for a colleague on leave."""
    Notification.objects.create(officer_id=leave.cover.officer_id, kind=Kind.LEAVE, leave=leave, created_at=at)


def remove_unread_of_excluded(complaint: Complaint, *, at: datetime) -> int:
    """Delete unread notifications about this complaint of officers whom it excludes; return how many.

    Runs in the transaction in which an exclusion starts. Pages show none of them from that moment in any case
    (`NotificationQuerySet.available_to`). One statement if nobody has an unread one.
    """
    unread = Notification.objects.unread().filter(complaint=complaint)
    officer_ids = set(unread.order_by().values_list("officer", flat=True))
    if not officer_ids:
        return 0
    exclusion = conflict_exclusion_of(complaint, at=at)
    postings = Posting.objects.current(at).with_people().filter(officer__in=officer_ids)
    excluded = {one.officer_id for one in postings if exclusion.excludes_officer(one.officer_id, one.office.path)}
    return unread.filter(officer__in=excluded | (officer_ids & exclusion.officers)).delete()[0]


def mark_read(notifications, *, at: datetime) -> int:
    """Mark these notifications (a queryset of one officer's) as read. Return how many were unread."""
    return notifications.unread().update(read_at=at)


def delete_old_notifications(*, at: datetime) -> int:
    """Delete notifications that were kept long enough. Return how many."""
    return Notification.objects.filter(created_at__lt=at - KEPT_FOR).delete()[0]


def _notify_postings(
    kind_by_posting: dict[int, Kind], complaint: Complaint, event: Event | None, *, at: datetime
) -> None:
    if not kind_by_posting:
        return
    leave = Leave.objects.current(at).filter(posting=OuterRef("pk"), cover__in=Posting.objects.current(at))
    acting = Coalesce(Subquery(leave.values("cover__officer")), F("officer_id"), output_field=BigIntegerField())
    postings = Posting.objects.current(at).filter(pk__in=kind_by_posting).annotate(acts=acting)
    people = list(postings.values_list("pk", "officer_id", "acts"))
    is_any_on_leave = any(holder_id != acting_id for _, holder_id, acting_id in people)
    covered = conflict_exclusion_of(complaint, at=at).covered if is_any_on_leave else frozenset()
    recipients = [
        (holder_id if posting_id in covered else acting_id, kind_by_posting[posting_id])
        for posting_id, holder_id, acting_id in people
    ]
    _create(recipients, complaint, event, at=at)


def _create(people: Iterable[tuple[int, Kind]], complaint: Complaint, event: Event | None, *, at: datetime) -> None:
    Notification.objects.bulk_create(
        Notification(
            officer_id=officer_id,
            kind=kind,
            complaint_id=None if kind in WITHOUT_COMPLAINT else complaint.pk,
            event=None if kind in WITHOUT_COMPLAINT else event,
            created_at=at,
        )
        for officer_id, kind in dict.fromkeys(people)
    )
