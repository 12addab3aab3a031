"""Count expired clocks, and what releasing a held sweep would record, by office."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from complaints.models import ClockRun, RunningClock
from complaints.rules.clock import BREACH_STEP, Clock
from sla.models import Hold
from sla.rules.breaker_limits import BATCH_OF, Batch, clocks_of_batches


def count_expired_clocks(*, at: datetime) -> dict[Batch, int]:
    """Return how many expired clocks of each batch are not recorded yet. Index scans of due clocks only.

    Batches without such clocks are left out.
    """
    numbers = Counter[Batch]()
    for due in _expired_clock_querysets(at):
        for clock, number in due.filter(step__lte=BREACH_STEP).values_list("clock").annotate(Count("pk")).order_by():
            if batch := BATCH_OF.get(Clock(clock)):
                numbers[batch] += number
    return dict(numbers)


def count_running_clocks(clocks: Collection[Clock]) -> int:
    """Return how many of these clocks are running."""
    return RunningClock.objects.filter(clock__in=sorted(clocks)).count()


def current_hold() -> Hold | None:
    """Return the current hold, decided or not, until a sweep has applied the decision."""
    return Hold.objects.filter(done_at=None).select_related("posting__officer", "posting__office").first()


def preview_release_by_district(hold: Hold, *, at: datetime) -> list[dict]:
    """Return what a release would record now, by district, the largest first.

    Each row: office_en, office_ur (both empty outside the districts), breaches, escalations, officers.
    """
    counts, officers = dict[tuple, Counter](), defaultdict[tuple, set](set)
    clocks = sorted(clocks_of_batches(hold.batches))
    for due in _expired_clock_querysets(at):
        for *office, officer, breaches, escalations in _count_breaches_and_escalations(due.filter(clock__in=clocks)):
            counts.setdefault(tuple(office), Counter()).update(breaches=breaches, escalations=escalations)
            officers[tuple(office)] |= {officer} if officer and breaches else set()
    rows = [
        {"office_en": en, "office_ur": ur, **counts[en, ur], "officers": len(officers[en, ur])} for en, ur in counts
    ]
    return sorted(rows, key=lambda row: (-row["breaches"], row["office_en"] or ""))


def _count_breaches_and_escalations(due: QuerySet) -> QuerySet:
    """Return rows of the two names of a district, an officer, and the numbers of breaches and escalations."""
    district = "complaint__district__name_en", "complaint__district__name_ur"
    return (
        due.values_list(*district, "complaint__holder__officer")
        .order_by()
        .annotate(
            breaches=Count("pk", filter=Q(step__lte=BREACH_STEP)),
            escalations=Count("pk", filter=Q(step__gt=BREACH_STEP)),
        )
    )


def _expired_clock_querysets(at: datetime) -> tuple[QuerySet, QuerySet]:
    """Return the expired clocks with a step to take: those that still run, and those that have stopped since."""
    running = RunningClock.objects.filter(next_step_at__lte=at, due_at__lte=at)
    return running, ClockRun.objects.filter(unswept_at__lte=at)
