"""Find the escalations of an office: complaints that are late, and of which the office was notified."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, IntegerField, Max, OuterRef, QuerySet, Subquery, Value

from accounts.actors import Actor
from complaints.models import Complaint, RunningClock
from complaints.models.complaint import ComplaintQuerySet
from desk.queries.complaint_filters import filter_complaints
from desk.queries.queue_rows import load_queue_rows
from sla.models import Answer, Breach


def escalated_complaints(actor: Actor, *, at: datetime, answered: bool) -> ComplaintQuerySet:
    """Return late complaints of which the actor's office was notified, with or without a valid answer.

    An answer is not valid any more after the date that it gives, or after a further notice.
    """
    late = Complaint.objects.visible_to(actor, at=at).filter(pk__in=_late_complaints(actor, at=at))
    rows = late.annotate(notified_at=Subquery(_last_notified(actor, at=at)))
    answers = Answer.objects.filter(complaint=OuterRef("pk"), office=actor.office_id, cycle=OuterRef("cycle"))
    valid_answers = answers.filter(until__gt=at, at__gte=OuterRef("notified_at"))
    return (
        rows.filter(notified_at__isnull=False).annotate(is_answered=Exists(valid_answers)).filter(is_answered=answered)
    )


def list_escalations_of_postings(
    actors: Sequence[tuple[int, Actor]], *, at: datetime, most: int
) -> list[tuple[int, datetime, datetime, int]]:
    """Return the unanswered escalations of the offices that an officer heads. One statement.

    Each is the complaint's id, its promised deadline, when the office was last notified, and the number of the posting.
    At most `most` of each office, those with the nearest promised deadline.
    """
    parts = [
        escalated_complaints(actor, at=at, answered=False)
        .annotate(under=Value(number, IntegerField()))
        .order_by("due_at", "pk")
        .values_list("pk", "due_at", "notified_at", "under")[:most]
        for number, actor in actors
    ]
    return list(parts[0].union(*parts[1:], all=True)) if parts else []


def _late_complaints(actor: Actor, *, at: datetime) -> QuerySet:
    """Return complaints past a promised deadline or another one. Two parts, because each uses its own index."""
    promised = filter_complaints(Complaint.objects.visible_to(actor, at=at), clock="overdue", at=at)
    expired = RunningClock.objects.internal().filter(due_at__lte=at)
    internally_overdue = (
        Complaint.objects.unscoped("narrowed to escalations of which the reader's office was notified")
        .open()
        .filter(pk__in=expired.values("complaint"))
    )
    return promised.values("pk").union(internally_overdue.values("pk"), all=True)


def escalation_rows(ids: Sequence[int], *, actor: Actor, at: datetime) -> list[dict]:
    """Return queue rows, each with the time of the office's last notice (`last_notified_at`). Two statements."""
    complaints = Complaint.objects.unscoped("narrowed to escalations of which the reader's office was notified").filter(
        pk__in=ids
    )
    notified_at = dict(complaints.annotate(last=Subquery(_last_notified(actor, at=at))).values_list("pk", "last"))
    return [row | {"last_notified_at": notified_at[row["id"]]} for row in load_queue_rows(ids)]


def is_office_notified_of_delay(complaint: Complaint, actor: Actor, *, at: datetime) -> bool:
    """Return whether this complaint is late and the actor's office was notified of it in this round."""
    visible = Complaint.objects.visible_to(actor, at=at).filter(pk=complaint.pk)
    return (
        visible.annotate(notified_at=Subquery(_last_notified(actor, at=at))).filter(notified_at__isnull=False).exists()
    )


def latest_answers_of_office(complaint_ids: Collection[int], actor: Actor) -> dict[int, Answer]:
    """Return the last answer of the actor's office to each complaint, with its text. One statement."""
    answers = Answer.objects.filter(complaint__in=complaint_ids, office=actor.office_id)
    answers = answers.select_related("event__words", "posting__officer")
    return {answer.complaint_id: answer for answer in answers.order_by("at", "pk")}


def _last_notified(actor: Actor, *, at: datetime) -> QuerySet:
    """Return when a head of the office was last notified of a clock that is still running late.

    Only notices of the present round count; for the clock of an order, those of the present order.
    """
    running = RunningClock.objects.filter(
        complaint=OuterRef("complaint"), clock=OuterRef("clock"), cycle=OuterRef("cycle"), due_at__lte=at
    )
    notified = Breach.objects.filter(complaint=OuterRef("pk"), told__office=actor.office_id)
    late = notified.filter(Exists(running)).order_by().values("complaint")
    return late.annotate(last=Max("noticed_at")).values("last")
