"""What was owed before there was a clock for it gets one, once."""

import pytest

from complaints.models import ClockRun, RunningClock
from complaints.rules.clock import Clock
from complaints.rules.owed import VERIFY_WITHIN
from complaints.rules.statuses import state_of
from complaints.services import history, orders
from complaints.services.owed_before import begin_what_waits
from tests.complaints.verifying import found
from tests.world import clock

AT = clock("18:00")


@pytest.fixture(autouse=True)
def release_before(monkeypatch):
    """The release that knew no such clocks did not state any in its events either."""
    monkeypatch.setattr(history, "state_of", state_of)


def forgotten(complaint) -> None:
    """As if it were from before: none of the clocks that nobody was promised ever ran."""
    for rows in (RunningClock, ClockRun):
        rows.objects.owed_inside().filter(complaint=complaint).delete()


def running(complaint) -> dict:
    rows = RunningClock.objects.owed_inside().filter(complaint=complaint)
    return {row.clock: (row.started_at, row.due_at) for row in rows}


@pytest.fixture
def ordered(world):
    complaint = world.in_inquiry("10:00")
    told = {"words": "See her today.", "due_at": clock("+1d 12:00")}
    orders.give(complaint_id=complaint.pk, **told, by=world.farah.actor, at=clock("11:00"))
    return complaint


def test_an_order_runs_from_its_own_moment_to_its_own_date(ordered):
    before = running(ordered)
    forgotten(ordered)
    assert list(begin_what_waits(at=AT)) == [ordered.pk]
    assert running(ordered) == before
    assert found() == []


def test_what_has_no_date_of_its_own_begins_now_and_nobody_is_late(world):
    complaint = world.complaint("illegal_detention", "09:00")
    forgotten(complaint)
    list(begin_what_waits(at=AT))
    (started_at, due_at) = running(complaint)[Clock.URGENT]
    assert started_at == AT < due_at


@pytest.mark.parametrize("is_accepted", [True, False])
def test_a_report_is_to_be_verified_from_now_on_once_it_is_accepted_and_not_before(world, is_accepted):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "12:00")
    if is_accepted:
        world.farah.does("accept", complaint, "14:00", words="No crime was found.")
    forgotten(complaint)
    list(begin_what_waits(at=AT))
    assert running(complaint) == ({Clock.VERIFY: (AT, AT + VERIFY_WITHIN)} if is_accepted else {})
    assert found() == []


def test_to_repeat_it_changes_nothing(ordered):
    forgotten(ordered)
    for at in (AT, clock("+1d 18:00")):
        list(begin_what_waits(at=at))
    assert ClockRun.objects.owed_inside().filter(complaint=ordered).count() == 1


def test_what_owes_nothing_is_left_alone(world):
    world.complaint("property_crime", "09:00")
    assert list(begin_what_waits(at=AT)) == []
