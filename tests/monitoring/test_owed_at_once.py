"""Four sweepers and clocks that are not promised: every step exactly once, as for promised clocks."""

from collections import Counter

import pytest
from django.db import connection

from complaints.models import Event, RunningClock
from complaints.rules.clock import PROMISED, Clock
from complaints.rules.clock_obligations import step_event_kind
from reviews.models import Flag
from sla.models import Breach, Notice, Untold
from sla.services.sweeping import SweepCounts, sweep
from tests.monitoring import crowd
from tests.monitoring.test_sweep_at_scale import sweepers
from tests.world import build, clock

pytestmark = pytest.mark.slow

NUMBER = 3_000
OWED = sorted(set(Clock) - PROMISED)
# Turn overdue contacts into overdue clocks of the other kinds, in turn.
INSTEAD = """UPDATE complaints_runningclock SET clock = (%(owed)s::text[])[1 + id %% cardinality(%(owed)s::text[])]"""


def test_four_sweepers_record_every_owed_clock_exactly_once(own_database):
    world = build()
    crowd.overdue(world, NUMBER, holders=[world.bilal.posting])
    with connection.cursor() as cursor:
        cursor.execute(INSTEAD, {"owed": [str(clock) for clock in OWED]})
    made = Counter(RunningClock.objects.values_list("clock", flat=True))
    assert len(made) == len(OWED)
    with sweepers("sound", own_database) as processes:
        assert sum(int(process.communicate()[0]) for process in processes) == NUMBER
    assert Counter(Breach.objects.values_list("clock", flat=True)) == made
    assert Flag.objects.values("breach").distinct().count() == Flag.objects.count() == NUMBER
    kinds = sum((Counter({step_event_kind(Clock(name), "breach"): number}) for name, number in made.items()), Counter())
    assert Counter(Event.objects.filter(kind__contains="breach").values_list("kind", flat=True)) == kinds
    assert not Untold.objects.exists()
    assert not Notice.objects.exists()
    assert sweep(at=clock("17:05")) == SweepCounts()
