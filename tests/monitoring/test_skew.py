"""System clocks of servers differ by minutes: every step happens once, with its due time, and in order."""

from itertools import pairwise

import pytest

from complaints.models import Complaint, Event
from reviews.models import Flag
from sla.models import Breach
from sla.services.sweeping import SweepCounts, sweep
from tests.complaints.stages import marked
from tests.complaints.verifying import found
from tests.world import clock


def swept(at: str) -> SweepCounts:
    return sweep(at=clock(at))


def moments(complaint) -> list:
    return list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("at", flat=True))


@pytest.mark.parametrize(
    "clocks", [("17:12", "17:02", "17:13"), ("17:02", "17:12", "17:03"), ("17:00", "16:50", "17:10")]
)
def test_sweepers_whose_clocks_differ_find_a_delay_once(world, clocks):
    marked(world)
    assert sum(swept(at).breaches for at in clocks) == 1
    assert (Breach.objects.get().due_at, Flag.objects.count()) == (clock("17:00"), 1)
    assert found() == []


@pytest.mark.slow
def test_a_sweeper_behind_the_server_on_which_somebody_acted_leaves_it_until_its_clock_has_come_as_far(world):
    """A server that is ten minutes fast records Bilal's contact; the sweeper waits with this complaint only."""
    complaint, other = marked(world), marked(world)
    world.bilal.records_contact(complaint, "17:10")
    assert swept("17:05").breaches == 1
    assert Breach.objects.get().complaint == other
    assert swept("17:09") == SweepCounts()
    assert swept("17:10").breaches == 1
    assert set(Breach.objects.values_list("due_at", flat=True)) == {clock("17:00")}
    assert all(before <= after for before, after in pairwise(moments(complaint)))
    assert found() == []


def test_who_acts_on_a_server_behind_the_sweeper_is_recorded_no_earlier_than_what_the_sweep_has_written(world):
    complaint = marked(world)
    assert swept("17:12").breaches == 1
    world.bilal.records_contact(complaint, "17:04")
    assert all(before <= after for before, after in pairwise(moments(complaint)))
    assert moments(complaint)[-1] == clock("17:12")
    assert swept("17:13") == SweepCounts()
    assert Complaint.objects.unscoped("test").get(pk=complaint.pk).contact_ran_out
    assert found() == []
