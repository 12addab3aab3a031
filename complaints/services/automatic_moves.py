"""What the system does when nobody does: marks, resumes, and closes. Each is harmless to repeat."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value

from accounts.models import Leave
from complaints.models import Complaint, ContactClaim, Custody, Event, Reading
from complaints.models.complaint import ComplaintQuerySet
from complaints.rules.clock import URGENT_UP_TO
from complaints.rules.facts import Contact
from complaints.rules.parties import SYSTEM
from complaints.rules.statuses import Status
from complaints.rules.thresholds import ANSWER_WITHOUT_PHONE_WITHIN, SILENCE_CLOSES_AFTER
from complaints.services import history, routing
from complaints.services.moves import lock, make_move
from complaints.signals import event_recorded
from complaints.workflow.table import MOVES
from ledger.exceptions import NotPermitted, Overtaken, Refused
from notifications.services import enqueue

logger = logging.getLogger(__name__)
BATCH = 500
QUARTER = 0.25
UNOPENED = "unopened"
UNOPENED_FOR = timedelta(minutes=15)
URGENT = Q(policy__contact_hours__lte=URGENT_UP_TO // timedelta(hours=1)) | ~Q(policy__urgent_act="")


def mark_the_unmarked(*, at: datetime) -> int:
    """Mark what waits too long (domain.md, *auto-mark*): urgent at once, else at a quarter of the contact limit.

    To the lowest head over the place whom the policy allows. Returns how many were marked.
    """
    hour = ExpressionWrapper(F("policy__contact_hours") * Value(timedelta(hours=1)), output_field=DurationField())
    waiting = (
        Complaint.objects.unscoped("a job acts on every complaint")
        .filter(status=Status.RECEIVED, received_at__lte=at, policy__contact_hours__isnull=False)
        .filter(URGENT | Q(received_at__lte=at - hour * QUARTER))
        .select_related("office", "place", "policy")
        .order_by("received_at")
    )
    return act_on_each(waiting.iterator(), lambda complaint: _auto_mark(complaint, at=at))


def _auto_mark(complaint: Complaint, *, at: datetime) -> bool:
    head = routing.first_head(complaint, at=at)
    if head is None:
        return False
    make_move(complaint_id=complaint.pk, name="auto_mark", by=SYSTEM, at=at, to=head.pk)
    return True


def tell_of_the_unopened(*, at: datetime) -> int:
    """Tell the office above what the system marked at once and nobody has opened for 15 minutes (*auto-mark*).

    Once a marking: an event says so, and who was told. Returns how many.
    """
    return act_on_each(unopened(at=at)[:BATCH], lambda complaint: _tell_of_the_unopened(complaint.pk, at=at))


def unopened(*, at: datetime) -> ComplaintQuerySet:
    """Urgent ones, still with whom the system marked them to, and unread there; by the index marked_uncontacted.

    Its condition is written out with the same literals. Whoever acts for the holder, or did since, opens it too; a
    clerk does not. Without those of which the office above knows.
    """
    in_hand = Custody.objects.filter(complaint=OuterRef("pk"), ended_at=None).values("started_at")
    covers = Leave.objects.filter(posting=OuterRef(OuterRef("holder")), starts_at__lte=OuterRef("at"))
    covers = covers.filter(ends_at__gt=OuterRef("at"))
    of_it = {"complaint": OuterRef("pk"), "at__gte": OuterRef("since")}
    whose = Q(posting=OuterRef("holder")) | Q(posting__in=covers.values("cover"))
    marked = Complaint.objects.unscoped("a job acts on every complaint").filter(
        URGENT, status=Status.MARKED, contact=Contact.OPEN
    )
    return (
        marked.annotate(since=Subquery(in_hand))
        .filter(since__lte=at - UNOPENED_FOR)
        .filter(Exists(Event.objects.filter(complaint=OuterRef("pk"), kind="auto_mark", at=OuterRef("since"))))
        .exclude(Exists(Reading.objects.filter(whose, **of_it)))
        .exclude(Exists(Event.objects.filter(kind=UNOPENED, **of_it)))
        .order_by("pk")
    )


@transaction.atomic
def _tell_of_the_unopened(complaint_id: int, *, at: datetime) -> bool:
    """False where somebody has opened or moved it meanwhile, or where nobody sits above."""
    head, complaint = lock(complaint_id)
    above = routing.head_above(complaint, at=at)
    if above is None or not unopened(at=at).filter(pk=complaint_id).exists():
        return False
    at = max(at, head.at or at)
    facts = {"state": history.state_of(complaint), "told": above.pk}
    event = history.append(head, history.Entry(UNOPENED, complaint.cycle, facts), by=SYSTEM, at=at)
    enqueue(
        recipient=f"posting:{above.pk}",
        template=UNOPENED,
        context={"etag": complaint.etag, "spaced_etag": complaint.spaced_etag, "event": event.pk},
        at=at,
        dedupe_key=f"event:{event.pk}:posting:{above.pk}",
    )
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return True


def end_used_up_pauses(*, at: datetime) -> int:
    """A question that was not answered within the pause's cap: the clock runs on. It reads what is due alone."""
    return act_on_each(used_up_pauses(at=at)[:BATCH], lambda complaint: _resume_at_cap(complaint, at=at))


def used_up_pauses(*, at: datetime) -> ComplaintQuerySet:
    """Those whose time for an answer is up, the longest first; by the index pause_to_end."""
    return (
        Complaint.objects.unscoped("a job acts on every complaint")
        .filter(pause_ends_at__lte=at)
        .order_by("pause_ends_at", "pk")
    )


def _resume_at_cap(complaint: Complaint, *, at: datetime) -> bool:
    make_move(complaint_id=complaint.pk, name="resume", by=SYSTEM, at=at)
    return True


def close_the_unanswered(*, at: datetime) -> int:
    """Seven days after the resolution without a word: closed as unanswered, never as satisfied."""
    silent = Complaint.objects.unscoped("a job acts on every complaint").filter(
        status=Status.RESOLVED, resolved_at__lte=at - SILENCE_CLOSES_AFTER
    )
    return act_on_each(silent.order_by("resolved_at")[:BATCH], lambda complaint: _close(complaint, at=at))


def _close(complaint: Complaint, *, at: datetime) -> bool:
    make_move(complaint_id=complaint.pk, name="close", by=SYSTEM, at=at)
    return True


def leave_the_unconfirmed(*, at: datetime) -> int:
    """Three days after an officer's word that nobody confirms, of who has no phone to be rung: never confirmed."""
    unanswered = ContactClaim.objects.filter(
        complaint=OuterRef("pk"), answered_at=None, claimed_at__lte=at - ANSWER_WITHOUT_PHONE_WITHIN
    )
    silent = (
        Complaint.objects.unscoped("a job acts on every complaint")
        .filter(Exists(unanswered), contact=str(Contact.CLAIMED), status__in=MOVES["leave_unconfirmed"].sources)
        .filter(complainant__phone_index=b"")
        .order_by("pk")
    )
    return act_on_each(silent[:BATCH], lambda complaint: _leave_unconfirmed(complaint, at=at))


def _leave_unconfirmed(complaint: Complaint, *, at: datetime) -> bool:
    make_move(complaint_id=complaint.pk, name="leave_unconfirmed", by=SYSTEM, at=at)
    return True


def act_on_each(complaints: Iterable[Complaint], act: Callable[[Complaint], bool]) -> int:
    """Act on each in a transaction of its own; one that somebody else has moved meanwhile is passed over."""
    done = 0
    for complaint in complaints:
        try:
            done += act(complaint)
        except (NotPermitted, Overtaken, Refused) as passed_over:
            logger.info("Complaint %s passed over: %r", complaint.pk, passed_over)
    return done
