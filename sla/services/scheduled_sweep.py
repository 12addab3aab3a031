"""Run the scheduled sweep and record that it finished, so that monitoring notices when none does."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from sla.models import SweepRun
from sla.services import circuit_breaker
from sla.services.sweeping import SweepCounts


def run_scheduled_sweep(*, clock: Callable[[], datetime]) -> SweepCounts:
    """Run the scheduled sweep and record it. `clock` returns the time; it is called at the beginning and at the end."""
    began = clock()
    counts = circuit_breaker.sweep_except_held_batches(at=began)
    record_sweep_run(counts, began=began, ended=clock())
    return counts


@transaction.atomic
def record_sweep_run(counts: SweepCounts, *, began: datetime, ended: datetime) -> None:
    """Record a sweep that finished, unless a sweep that ended later is recorded already."""
    ended = max(began, ended)  # the system clock may have been set back
    numbers = {name: getattr(counts, name) for name in ("reminders", "breaches", "escalations", "set_aside")}
    run = {"began_at": began, "ended_at": ended, **numbers}
    if not SweepRun.objects.filter(pk=1, ended_at__lte=ended).update(**run):
        SweepRun.objects.bulk_create([SweepRun(pk=1, **run)], ignore_conflicts=True)
