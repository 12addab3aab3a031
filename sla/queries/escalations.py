"""Escalations of an office: complaints that are late, and of which the office was notified."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from accounts.actors import Actor
from complaints.models import Complaint, RunningClock
from complaints.models.complaint import ComplaintQuerySet
from desk.queries.complaint_filters import filter_complaints
from desk.queries.queue_rows import queue_rows
from sla.models import Answer, Breach


def escalated(actor: Actor, *, at: datetime, answered: bool) -> ComplaintQuerySet:
    """What is late and was told to the actor's office; of it that with an answer that still holds, or the others.

    The others: never answered, told of again since, or past the date that the answer gave.
    """
    late = Complaint.objects.visible_to(actor, at=at).filter(pk__in=_late(actor, at=at))
    rows = late.annotate(told_at=Subquery(_last_told(actor, at=at)))
    given = Answer.objects.filter(complaint=OuterRef("pk"), office=actor.office_id, cycle=OuterRef("cycle"))
    holds = given.filter(until__gt=at, at__gte=OuterRef("told_at"))
    return rows.filter(told_at__isnull=False).annotate(is_answered=Exists(holds)).filter(is_answered=answered)


def _late(actor: Actor, *, at: datetime) -> QuerySet:
    """By its own index each: what is past a promised limit, and what somebody owes beside it."""
    promised = filter_complaints(Complaint.objects.visible_to(actor, at=at), clock="overdue", at=at)
    late = RunningClock.objects.owed_inside().filter(due_at__lte=at)
    owed = (
        Complaint.objects.unscoped("narrowed to escalations that the reader was told of")
        .open()
        .filter(pk__in=late.values("complaint"))
    )
    return promised.values("pk").union(owed.values("pk"), all=True)


def escalation_rows(ids: Sequence[int], *, actor: Actor, at: datetime) -> list[dict]:
    """Return queue rows, each with the time of the office's last notice (`last_told_at`). Two statements."""
    found = Complaint.objects.unscoped("narrowed to escalations that the reader was told of").filter(pk__in=ids)
    told = dict(found.annotate(last=Subquery(_last_told(actor, at=at))).values_list("pk", "last"))
    return [row | {"last_told_at": told[row["id"]]} for row in queue_rows(ids)]


def is_told(complaint: Complaint, actor: Actor, *, at: datetime) -> bool:
    """Whether this complaint is late, and the actor's office was told of it in this round."""
    found = Complaint.objects.visible_to(actor, at=at).filter(pk=complaint.pk)
    return found.annotate(told_at=Subquery(_last_told(actor, at=at))).filter(told_at__isnull=False).exists()


def answers_of(complaint_ids: Collection[int], actor: Actor) -> dict[int, Answer]:
    """The last answer of the actor's office to each, with its words. One statement."""
    given = Answer.objects.filter(complaint__in=complaint_ids, office=actor.office_id)
    people = given.select_related("event__words", "posting__officer")
    return {answer.complaint_id: answer for answer in people.order_by("at", "pk")}


def _last_told(actor: Actor, *, at: datetime) -> QuerySet:
    """When a head of the office heard last of a clock that still runs late: of this round, or of this very order."""
    running = RunningClock.objects.filter(
        complaint=OuterRef("complaint"), clock=OuterRef("clock"), cycle=OuterRef("cycle"), due_at__lte=at
    )
    told = Breach.objects.filter(complaint=OuterRef("pk"), told__office=actor.office_id)
    late = told.filter(Exists(running)).order_by().values("complaint")
    return late.annotate(last=Max("noticed_at")).values("last")
