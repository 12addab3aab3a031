"""That a sweep came to its end is written down, so that somebody notices when none does."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from sla.models import SweepRun
from sla.services import circuit_breaker
from sla.services.sweeping import Counts


def sweep(*, clock: Callable[[], datetime]) -> Counts:
    """The beat's sweep, and the record of it once it is through. `clock` is asked twice: as it begins, as it ends."""
    began = clock()
    done = circuit_breaker.sweep(at=began)
    note(done, began=began, ended=clock())
    return done


@transaction.atomic
def note(done: Counts, *, began: datetime, ended: datetime) -> None:
    """Write down the sweep that ended last: one that ended earlier, and comes to say so late, changes nothing."""
    ended = max(began, ended)  # a clock that was set back meanwhile
    did = {name: getattr(done, name) for name in ("reminders", "breaches", "escalations", "set_aside")}
    run = {"began_at": began, "ended_at": ended, **did}
    if not SweepRun.objects.filter(pk=1, ended_at__lte=ended).update(**run):
        SweepRun.objects.bulk_create([SweepRun(pk=1, **run)], ignore_conflicts=True)
