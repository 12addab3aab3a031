"""What a held sweep would do, office by office, as the clocks stand now."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from complaints.models import ClockRun, RunningClock
from complaints.rules.clock import BREACH, Clock
from sla.models import Hold
from sla.rules.breaker_limits import BATCH_OF, Batch, clocks_of


def ran_out(*, at: datetime) -> dict[Batch, int]:
    """How many clocks of each batch have run out without being recorded: index scans of what is due, of nothing else.

    A batch of which none has is left out.
    """
    found = Counter[Batch]()
    for due in _due(at):
        for clock, number in due.filter(step__lte=BREACH).values_list("clock").annotate(Count("pk")).order_by():
            if batch := BATCH_OF.get(Clock(clock)):
                found[batch] += number
    return dict(found)


def open_clocks(clocks: Collection[Clock]) -> int:
    """How many of these clocks run."""
    return RunningClock.objects.filter(clock__in=sorted(clocks)).count()


def standing() -> Hold | None:
    """What is held, decided already or not, until the sweep has carried the decision out."""
    return Hold.objects.filter(done_at=None).select_related("posting__officer", "posting__office").first()


def effect(hold: Hold, *, at: datetime) -> list[dict]:
    """What releasing it would do, by district (the others: by the office itself), the largest first.

    Each row: office_en, office_ur, breaches, escalations, officers.
    """
    found, officers = dict[tuple, Counter](), defaultdict[tuple, set](set)
    clocks = sorted(clocks_of(hold.batches))
    for due in _due(at):
        for *office, officer, breaches, escalations in _by_officer(due.filter(clock__in=clocks)):
            found.setdefault(tuple(office), Counter()).update(breaches=breaches, escalations=escalations)
            officers[tuple(office)] |= {officer} if officer and breaches else set()
    rows = [{"office_en": en, "office_ur": ur, **found[en, ur], "officers": len(officers[en, ur])} for en, ur in found]
    return sorted(rows, key=lambda row: (-row["breaches"], row["office_en"] or ""))


def _by_officer(due: QuerySet) -> QuerySet:
    """Rows of a district's two names, an officer, and how many breaches and escalations there would be."""
    district = "complaint__district__name_en", "complaint__district__name_ur"
    return (
        due.values_list(*district, "complaint__holder__officer")
        .order_by()
        .annotate(breaches=Count("pk", filter=Q(step__lte=BREACH)), escalations=Count("pk", filter=Q(step__gt=BREACH)))
    )


def _due(at: datetime) -> tuple[QuerySet, QuerySet]:
    """The clocks that have run out and have a step to take; and those that have stopped with one to take."""
    running = RunningClock.objects.filter(next_step_at__lte=at, due_at__lte=at)
    return running, ClockRun.objects.filter(unswept_at__lte=at)
