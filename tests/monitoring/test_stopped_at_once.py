"""Four sweepers, one of them killed, and expired clocks of which half were stopped before a sweep."""

from collections import Counter

import pytest
from django.db import connection

from complaints.models import ClockRun, Event, RunningClock
from complaints.rules.clock import Clock
from reviews.models import Flag
from sla.models import Breach, Notice
from sla.services.sweeping import SweepCounts, sweep
from tests.monitoring import crowd
from tests.monitoring.test_sweep_at_scale import INSTANTS, is_gone, sweepers, wait_until
from tests.world import build, clock

pytestmark = pytest.mark.slow

NUMBER = 8_000
CLOCKS = sorted(Clock)
# Turn overdue contacts into overdue clocks of all kinds, in turn; every second one was stopped half a minute late.
STOPPED = """
    UPDATE complaints_runningclock SET clock = (%(clocks)s::text[])[1 + id %% cardinality(%(clocks)s::text[])];
    WITH stopped AS (DELETE FROM complaints_runningclock WHERE complaint_id %% 2 = 0 RETURNING *)
    INSERT INTO complaints_clockrun
        (complaint_id, clock, cycle, started_at, ended_at, budget, "limit", step, why, unswept_at)
    SELECT complaint_id, clock, cycle, started_at, due_at + interval '30 seconds', due_at - started_at, "limit", step,
           'done', due_at
    FROM stopped;
"""


def kill_the_first(processes) -> None:
    """Kill a sweeper as soon as it has recorded something; its open transaction is rolled back."""
    wait_until(lambda: Breach.objects.filter(noticed_at=INSTANTS[0]).exists())
    processes[0].kill()
    wait_until(lambda: is_gone("sweeper-0"))


def test_four_sweepers_with_one_killed_find_what_runs_and_what_has_stopped_exactly_once(own_database):
    world = build()
    crowd.overdue(world, NUMBER, holders=crowd.inquiry_officers(world, 4))
    with connection.cursor() as cursor:
        cursor.execute(STOPPED, {"clocks": [str(clock) for clock in CLOCKS]})
    running, stopped = RunningClock.objects.count(), ClockRun.objects.exclude(unswept_at=None).count()
    assert running == stopped == NUMBER // 2
    kinds = Counter(RunningClock.objects.values_list("clock", flat=True))
    kinds += Counter(ClockRun.objects.exclude(unswept_at=None).values_list("clock", flat=True))
    with sweepers("sound", own_database) as processes:
        kill_the_first(processes)
        taken = sum(int(process.communicate()[0]) for process in processes[1:])
    assert taken + Breach.objects.filter(noticed_at=INSTANTS[0]).count() == NUMBER
    assert Breach.objects.values("complaint").distinct().count() == Breach.objects.count() == NUMBER
    assert Counter(Breach.objects.values_list("clock", flat=True)) == kinds
    assert Flag.objects.values("breach").distinct().count() == Flag.objects.count() == NUMBER
    assert Event.objects.filter(kind__endswith="breach").values("complaint").distinct().count() == NUMBER
    assert not ClockRun.objects.exclude(unswept_at=None).exists()
    assert set(ClockRun.objects.filter(why="done").values_list("step", flat=True)) == {2}
    assert sweep(at=clock("17:05")) == SweepCounts()
    assert not Notice.objects.exists()
