"""Health of the sweep and size of the backlog, for operators. Numbers only, no personal data."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from complaints.models import RunningClock
from monitoring.models import Pending, Tally, TallyDelta
from monitoring.tallies.definitions import PROVINCE, Grain
from sla.models import Hold, SweepRun


@dataclass(frozen=True)
class SweepHealth:
    """The state of the sweep.

    `age`: time since a sweep last finished; None if none ever has. `duration`: duration of that sweep. `waited`: how
    long the earliest step that is due has been waiting. `counts`: what the last sweep did, by name.
    """

    age: timedelta | None
    duration: timedelta
    counts: dict[str, int]
    waited: timedelta


@dataclass(frozen=True)
class ComplaintTotals:
    """The complaints that are open and overdue.

    `held`: the expired clocks of the batch that waits for a monitor's decision on the circuit breaker; 0 if none does.
    """

    open: int
    overdue: int
    held: int


def sweep_age(*, at: datetime) -> timedelta | None:
    """Return the time since a sweep last finished, or None if none ever has. One row by its key."""
    ended = SweepRun.objects.filter(pk=1).values_list("ended_at", flat=True).first()
    return None if ended is None else max(at - ended, timedelta())


def load_sweep_health(*, at: datetime) -> SweepHealth:
    """Return the state of the sweep. Two statements: one row, and the first entry of an index."""
    run = SweepRun.objects.filter(pk=1).first()
    due = RunningClock.objects.filter(next_step_at__lte=at).order_by("next_step_at")
    first = due.values_list("next_step_at", flat=True).first()
    waited = at - first if first else timedelta()
    if run is None:
        return SweepHealth(None, timedelta(), {}, waited)
    counts = {name: getattr(run, name) for name in ("reminders", "breaches", "escalations", "set_aside")}
    return SweepHealth(max(at - run.ended_at, timedelta()), run.ended_at - run.began_at, counts, waited)


def load_complaint_totals(*, at: datetime) -> ComplaintTotals:
    """Return the numbers of the whole province, from tallies and pending rows (docs/decisions/0027)."""
    applied = Tally.objects.filter(scope=PROVINCE, grain=Grain.EVER, facet="").aggregate(open=Sum("open"))
    unapplied = TallyDelta.objects.aggregate(open=Sum("open"))
    held = Hold.objects.filter(done_at=None, decision="").values_list("due", flat=True).first()
    return ComplaintTotals(
        open=(applied["open"] or 0) + (unapplied["open"] or 0),
        overdue=Pending.objects.filter(due_at__lte=at).count(),
        held=held or 0,
    )
