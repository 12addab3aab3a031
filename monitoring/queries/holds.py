"""What a held sweep would do, office by office, as the clocks stand now."""

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from complaints.models import RunningClock
from complaints.rules.clock import BREACH
from monitoring.models import Hold


def ran_out(*, at: datetime) -> int:
    """How many clocks have run out without being recorded: an index scan of what is due, and of nothing else."""
    return _due(at).filter(step__lte=BREACH).count()


def open_clocks() -> int:
    """How many clocks run."""
    return RunningClock.objects.count()


def standing() -> Hold | None:
    """What is held, decided already or not, until the sweep has carried the decision out."""
    return Hold.objects.filter(done_at=None).select_related("posting__officer", "posting__office").first()


def effect(*, at: datetime) -> QuerySet:
    """What releasing it would do, by district (the others: by the office itself), the largest first.

    Each row: office_en, office_ur, breaches, escalations, officers.
    """
    named = _due(at).values(office_en=F("complaint__district__name_en"), office_ur=F("complaint__district__name_ur"))
    return named.annotate(
        breaches=Count("pk", filter=Q(step__lte=BREACH)),
        escalations=Count("pk", filter=Q(step__gt=BREACH)),
        officers=Count("complaint__holder__officer", filter=Q(step__lte=BREACH), distinct=True),
    ).order_by("-breaches", "office_en")


def _due(at: datetime) -> QuerySet:
    """The clocks that have run out and have a step to take."""
    return RunningClock.objects.filter(next_step_at__lte=at, due_at__lte=at)
