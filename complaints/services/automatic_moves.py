"""The moves that the system makes when nobody acts in time: it marks, resumes and closes complaints.

Every function is called by a job and is safe to run again.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value

from accounts.models import Leave
from complaints.models import Complaint, ContactClaim, Custody, Event, Reading
from complaints.models.complaint import ComplaintQuerySet
from complaints.rules.actors import SYSTEM
from complaints.rules.clock import URGENT_UP_TO
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import Status
from complaints.rules.thresholds import ANSWER_WITHOUT_PHONE_WITHIN, SILENCE_CLOSES_AFTER
from complaints.services import history, routing
from complaints.services.moves import lock_complaint, make_move
from complaints.signals import event_recorded
from complaints.workflow.table import MOVES
from ledger.service_exceptions import NotPermitted, Overtaken, Refused
from notifications.services import enqueue

logger = logging.getLogger(__name__)
BATCH_SIZE = 500
AUTO_MARK_SHARE = 0.25
UNOPENED_KIND = "unopened"
UNOPENED_FOR = timedelta(minutes=15)
IS_URGENT = Q(policy__contact_hours__lte=URGENT_UP_TO // timedelta(hours=1)) | ~Q(policy__urgent_act="")


def mark_unmarked_complaints(*, at: datetime) -> int:
    """Mark complaints that nobody has marked in time (docs/rules.md, *Marking*); return their number.

    Urgent complaints are marked immediately, others after a quarter of the contact limit. They go to the lowest head
    above the incident place whom the policy allows.
    """
    contact_limit = ExpressionWrapper(
        F("policy__contact_hours") * Value(timedelta(hours=1)), output_field=DurationField()
    )
    unmarked = (
        Complaint.objects.unscoped("a job acts on every complaint")
        .filter(status=Status.RECEIVED, received_at__lte=at, policy__contact_hours__isnull=False)
        .filter(IS_URGENT | Q(received_at__lte=at - contact_limit * AUTO_MARK_SHARE))
        .select_related("office", "place", "policy")
        .order_by("received_at")
    )
    return act_on_each(unmarked.iterator(), lambda complaint: _auto_mark(complaint, at=at))


def _auto_mark(complaint: Complaint, *, at: datetime) -> bool:
    head = routing.lowest_permitted_head(complaint, at=at)
    return head is not None and _make_system_move(complaint, "auto_mark", to=head.pk, at=at)


def _make_system_move(complaint: Complaint, name: str, *, to: int | None = None, at: datetime) -> bool:
    make_move(complaint_id=complaint.pk, name=name, by=SYSTEM, at=at, destination_id=to)
    return True


def notify_of_unopened_complaints(*, at: datetime) -> int:
    """Notify the next higher head of automatically marked urgent complaints that nobody has opened for 15 minutes.

    It happens once for each marking; an event records who was notified. Return the number of notices.
    Source: docs/rules.md, *Marking*.
    """
    return act_on_each(
        urgent_complaints_unopened_by_holder(at=at)[:BATCH_SIZE],
        lambda complaint: _notify_of_unopened(complaint.pk, at=at),
    )


def urgent_complaints_unopened_by_holder(*, at: datetime) -> ComplaintQuerySet:
    """Return the urgent complaints that the system marked and that their holder has not opened.

    The reading of an officer who acted for the holder counts as the holder's; that of a clerk does not. Complaints of
    which the higher office was already notified are left out. The query uses `open_by_contact` or `open_by_status`.
    """
    held_since = Custody.objects.filter(complaint=OuterRef("pk"), ended_at=None).values("started_at")
    leaves = Leave.objects.filter(posting=OuterRef(OuterRef("holder")), starts_at__lte=OuterRef("at"))
    leaves = leaves.filter(ends_at__gt=OuterRef("at"))
    since_marking = {"complaint": OuterRef("pk"), "at__gte": OuterRef("since")}
    by_holder = Q(posting=OuterRef("holder")) | Q(posting__in=leaves.values("cover"))
    marked = Complaint.objects.unscoped("a job acts on every complaint").filter(
        IS_URGENT, status=Status.MARKED, contact=ContactState.OPEN
    )
    return (
        marked.annotate(since=Subquery(held_since))
        .filter(since__lte=at - UNOPENED_FOR)
        .filter(Exists(Event.objects.filter(complaint=OuterRef("pk"), kind="auto_mark", at=OuterRef("since"))))
        .exclude(Exists(Reading.objects.filter(by_holder, **since_marking)))
        .exclude(Exists(Event.objects.filter(kind=UNOPENED_KIND, **since_marking)))
        .order_by("pk")
    )


@transaction.atomic
def _notify_of_unopened(complaint_id: int, *, at: datetime) -> bool:
    """Return False if the complaint was opened or moved in the meantime, or if there is no higher head."""
    head, complaint = lock_complaint(complaint_id)
    superior = routing.nearest_head_above(complaint, at=at)
    if superior is None or not urgent_complaints_unopened_by_holder(at=at).filter(pk=complaint_id).exists():
        return False
    at = max(at, head.at or at)
    facts = {"state": history.event_state_of(complaint), "told": superior.pk}
    event = history.append(head, history.EventEntry(UNOPENED_KIND, complaint.cycle, facts), by=SYSTEM, at=at)
    enqueue(
        recipient=f"posting:{superior.pk}",
        template=UNOPENED_KIND,
        context={"etag": complaint.etag, "spaced_etag": complaint.spaced_etag, "event": event.pk},
        at=at,
        dedupe_key=f"event:{event.pk}:posting:{superior.pk}",
    )
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return True


def end_expired_pauses(*, at: datetime) -> int:
    """Resume the report clock of complaints whose question was not answered within the limit of the pause."""
    return act_on_each(
        complaints_with_expired_pause(at=at)[:BATCH_SIZE],
        lambda complaint: _make_system_move(complaint, "resume", at=at),
    )


def complaints_with_expired_pause(*, at: datetime) -> ComplaintQuerySet:
    """Return the complaints whose pause has reached its limit, the earliest first. Uses the index `pause_to_end`."""
    return (
        Complaint.objects.unscoped("a job acts on every complaint")
        .filter(pause_ends_at__lte=at)
        .order_by("pause_ends_at", "pk")
    )


def close_unanswered_resolutions(*, at: datetime) -> int:
    """Close complaints whose complainant has not answered for seven days after the resolution; return their number.

    They are recorded as unanswered, never as confirmed.
    """
    unanswered = Complaint.objects.unscoped("a job acts on every complaint").filter(
        status=Status.RESOLVED, resolved_at__lte=at - SILENCE_CLOSES_AFTER
    )
    oldest = unanswered.order_by("resolved_at")[:BATCH_SIZE]
    return act_on_each(oldest, lambda complaint: _make_system_move(complaint, "close", at=at))


def record_unconfirmed_contacts(*, at: datetime) -> int:
    """Record a contact as unconfirmed, three days after the officer's claim, if the complainant has no phone to call.

    Return the number of complaints.
    """
    unanswered_claim = ContactClaim.objects.filter(
        complaint=OuterRef("pk"), answered_at=None, claimed_at__lte=at - ANSWER_WITHOUT_PHONE_WITHIN
    )
    unconfirmed = (
        Complaint.objects.unscoped("a job acts on every complaint")
        .filter(
            Exists(unanswered_claim), contact=str(ContactState.CLAIMED), status__in=MOVES["leave_unconfirmed"].sources
        )
        .filter(complainant__phone_index=b"")
        .order_by("pk")
    )
    return act_on_each(
        unconfirmed[:BATCH_SIZE], lambda complaint: _make_system_move(complaint, "leave_unconfirmed", at=at)
    )


def act_on_each(complaints: Iterable[Complaint], act: Callable[[Complaint], bool]) -> int:
    """Call `act` for each complaint, in a transaction of its own; return how often it returned True.

    A complaint that somebody else has moved in the meantime is skipped.
    """
    count = 0
    for complaint in complaints:
        try:
            count += act(complaint)
        except (NotPermitted, Overtaken, Refused) as error:
            logger.info("Complaint %s skipped: %r", complaint.pk, error)
    return count
