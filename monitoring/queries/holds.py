"""What a held sweep would do, office by office, as the clocks stand now."""

from datetime import datetime

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from complaints.models import RunningClock
from complaints.rules.clock import BREACH
from monitoring.models import Hold
from monitoring.services import statements


def ran_out(*, at: datetime) -> int:
    """How many clocks have run out without being recorded: an index scan of what is due, and of nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(statements.RAN_OUT, {"at": at, "breach": BREACH})
        return cursor.fetchone()[0]


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
    due = RunningClock.objects.filter(next_step_at__lte=at, due_at__lte=at)
    named = due.values(office_en=F("complaint__district__name_en"), office_ur=F("complaint__district__name_ur"))
    return named.annotate(
        breaches=Count("pk", filter=Q(step__lte=BREACH)),
        escalations=Count("pk", filter=Q(step__gt=BREACH)),
        officers=Count("complaint__holder__officer", filter=Q(step__lte=BREACH), distinct=True),
    ).order_by("-breaches", "office_en")
