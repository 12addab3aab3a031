"""How the watch over the clocks stands, for whoever keeps the portal running: numbers, nothing of anybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from complaints.models import RunningClock
from monitoring.models import Pending, Tally, TallyDelta
from monitoring.tallies.definitions import PROVINCE, Grain
from sla.models import Hold, SweepRun


@dataclass(frozen=True)
class Sweeps:
    """`age`: since a sweep last came to its end, None where none ever has. `waited`: for how long the first step of a
    clock that is due has waited for one. `last`: what the last one did, by name."""

    age: timedelta | None
    took: timedelta
    last: dict[str, int]
    waited: timedelta


@dataclass(frozen=True)
class Work:
    """`open` complaints, those of them that are `overdue`; `held`: how many clocks had run out when the breaker held a
    sweep back that waits for a monitor, 0 where none does."""

    open: int
    overdue: int
    held: int


def sweep_age(*, at: datetime) -> timedelta | None:
    """Since a sweep last came to its end; None where none ever has. One row by its key."""
    ended = SweepRun.objects.filter(pk=1).values_list("ended_at", flat=True).first()
    return None if ended is None else max(at - ended, timedelta())


def sweeps(*, at: datetime) -> Sweeps:
    """Two statements: one row, and the first of an index."""
    run = SweepRun.objects.filter(pk=1).first()
    due = RunningClock.objects.filter(next_step_at__lte=at).order_by("next_step_at")
    first = due.values_list("next_step_at", flat=True).first()
    waited = at - first if first else timedelta()
    if run is None:
        return Sweeps(None, timedelta(), {}, waited)
    did = {name: getattr(run, name) for name in ("reminders", "breaches", "escalations", "set_aside")}
    return Sweeps(max(at - run.ended_at, timedelta()), run.ended_at - run.began_at, did, waited)


def work(*, at: datetime) -> Work:
    """Of the whole province. From tallies and from narrow rows of what is open: nothing is counted complaint by
    complaint (docs/decisions/0027)."""
    folded = Tally.objects.filter(scope=PROVINCE, grain=Grain.EVER, facet="").aggregate(open=Sum("open"))
    unfolded = TallyDelta.objects.aggregate(open=Sum("open"))
    held = Hold.objects.filter(done_at=None, decision="").values_list("due", flat=True).first()
    return Work(
        open=(folded["open"] or 0) + (unfolded["open"] or 0),
        overdue=Pending.objects.filter(due_at__lte=at).count(),
        held=held or 0,
    )
