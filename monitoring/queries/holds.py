"""What a held sweep would do, office by office, as the clocks stand now."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from complaints.models import RunningClock
from complaints.rules.clock import BREACH, Clock
from monitoring.models import Hold
from monitoring.rules.breaker import BATCH_OF, Batch, clocks_of


def ran_out(*, at: datetime) -> dict[Batch, int]:
    """How many clocks of each batch have run out without being recorded: an index scan of what is due, of nothing else.

    A batch of which none has is left out.
    """
    found: dict[Batch, int] = {}
    for clock, number in _due(at).filter(step__lte=BREACH).values_list("clock").annotate(Count("pk")).order_by():
        if batch := BATCH_OF.get(Clock(clock)):
            found[batch] = found.get(batch, 0) + number
    return found


def open_clocks(clocks: Collection[Clock]) -> int:
    """How many of these clocks run."""
    return RunningClock.objects.filter(clock__in=sorted(clocks)).count()


def standing() -> Hold | None:
    """What is held, decided already or not, until the sweep has carried the decision out."""
    return Hold.objects.filter(done_at=None).select_related("posting__officer", "posting__office").first()


def effect(hold: Hold, *, at: datetime) -> QuerySet:
    """What releasing it would do, by district (the others: by the office itself), the largest first.

    Each row: office_en, office_ur, breaches, escalations, officers.
    """
    held = _due(at).filter(clock__in=sorted(clocks_of(hold.batches)))
    named = held.values(office_en=F("complaint__district__name_en"), office_ur=F("complaint__district__name_ur"))
    return named.annotate(
        breaches=Count("pk", filter=Q(step__lte=BREACH)),
        escalations=Count("pk", filter=Q(step__gt=BREACH)),
        officers=Count("complaint__holder__officer", filter=Q(step__lte=BREACH), distinct=True),
    ).order_by("-breaches", "office_en")


def _due(at: datetime) -> QuerySet:
    """The clocks that have run out and have a step to take."""
    return RunningClock.objects.filter(next_step_at__lte=at, due_at__lte=at)
