"""While the duress word forbids calling, no clock presses the cell to call, and no badge changes at once."""

import pytest

from complaints.models import RunningClock
from complaints.services import pressure_tasks
from notifications.models import Message
from sla.models import Breach
from sla.services.sweeping import sweep
from tests.complaints.verifying import found
from tests.desk.calls.test_call_list import claimed
from tests.desk.calls.test_under_duress import to_excuse, to_verify
from tests.desk.test_owed_chips import on_file, row
from tests.world import clock

CALLS = ("call", "excuse", "verify")


def to_verify_last(world):
    complaint = to_verify(world)
    world.farah.does("accept", complaint, "12:00", words="No crime was found.")
    return complaint


WAITING = {"call": claimed, "excuse": to_excuse, "verify": to_verify_last}


def types_duress_word(world, complaint, at: str, *, silent: bool = True):
    world.ayesha.does("report_pressure", complaint, at, words="They wait at my door.", silent=silent)


def settles(world, complaint, at: str):
    report = complaint.pressures.get()
    pressure_tasks.close_pressure_task(
        pressure_id=report.pk, words="Sent a patrol.", by=world.nadia.actor, at=clock(at)
    )


def breaches(complaint) -> list[tuple]:
    rows = Breach.objects.filter(complaint=complaint, clock__in=CALLS).order_by("due_at", "level")
    return list(rows.values_list("level", "due_at"))


def duty_events(complaint) -> list[str]:
    return list(complaint.events.filter(kind__startswith="duty_").order_by("seq").values_list("kind", flat=True))


def due_at(complaint, name: str):
    return RunningClock.objects.get(complaint=complaint, clock=name).due_at


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
def test_no_reminder_breach_or_escalation_of_a_call_while_the_report_waits(world, name):
    complaint = WAITING[name](world)
    deadline = due_at(complaint, name)
    types_duress_word(world, complaint, "14:30")
    for at in ("16:00", "17:00", "+1d 09:30", "+2d 08:00", "+2d 12:30", "+4d 12:30"):
        sweep(at=clock(at))
    assert not Message.objects.filter(context__path="/desk/calls/").exists()
    assert (breaches(complaint), duty_events(complaint)) == ([], [])
    assert due_at(complaint, name) == deadline
    assert found() == []


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("reader", ["salma", "bilal", "usman"])
def test_the_badges_stay_when_the_word_is_typed_and_none_ever_says_that_the_call_is_late(world, name, reader):
    complaint = WAITING[name](world)
    before = row(complaint, "14:40"), on_file(world, complaint, "14:40", reader)
    types_duress_word(world, complaint, "14:30")
    assert (row(complaint, "14:40"), on_file(world, complaint, "14:40", reader)) == before
    before = set(on_file(world, complaint, "+4d 12:00", reader))
    settles(world, complaint, "+4d 12:00")
    (hidden,) = set(on_file(world, complaint, "+4d 12:00", reader)) - before
    assert "late" in on_file(world, complaint, "+4d 12:00", reader)[hidden]
    if name == "excuse":
        assert on_file(world, complaint, "+4d 12:00", reader)["Contact"] == "Complaint cell to call"


def test_after_the_cpo_has_acted_the_cell_has_the_usual_time_for_the_call(world):
    complaint = to_excuse(world)
    assert due_at(complaint, "excuse") == clock("18:00")
    types_duress_word(world, complaint, "14:30")
    settles(world, complaint, "+1d 10:00")
    sweep(at=clock("+1d 13:59"))
    assert (breaches(complaint), duty_events(complaint)) == ([], [])
    sweep(at=clock("+1d 14:00"))
    assert breaches(complaint)[0] == (0, clock("+1d 14:00"))
    assert found() == []


@pytest.mark.slow
def test_after_a_long_wait_the_escalations_follow_day_by_day(world):
    complaint = to_excuse(world)
    types_duress_word(world, complaint, "14:30")
    settles(world, complaint, "+4d 10:00")
    sweep(at=clock("+5d 13:59"))
    assert breaches(complaint) == [(0, clock("+4d 14:00"))]
    sweep(at=clock("+5d 14:00"))
    assert breaches(complaint) == [(0, clock("+4d 14:00")), (1, clock("+5d 14:00"))]
    assert found() == []


def test_a_call_within_that_time_counts_against_nobody(world):
    complaint = to_excuse(world)
    types_duress_word(world, complaint, "14:30")
    settles(world, complaint, "+1d 10:00")
    world.salma.rings(complaint, "+1d 13:00", "excuse", "reached")
    sweep(at=clock("+1d 13:01"))
    assert (breaches(complaint), duty_events(complaint)) == ([], [])
    assert found() == []


def test_a_call_with_enough_time_left_keeps_its_deadline_and_its_reminder(world):
    complaint = claimed(world)
    deadline = due_at(complaint, "call")
    types_duress_word(world, complaint, "14:30")
    settles(world, complaint, "15:00")
    assert sweep(at=clock("+2d 08:00")).reminders == 1
    sweep(at=clock("+2d 12:00"))
    assert breaches(complaint)[0] == (0, deadline)


def test_a_call_that_becomes_due_while_the_report_waits_is_deferred_too(world):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    types_duress_word(world, complaint, "09:30")
    for at in ("10:00", "12:00", "14:00"):
        world.bilal.does("try_contact", complaint, at)
    sweep(at=clock("+1d 12:00"))
    assert (breaches(complaint), duty_events(complaint)) == ([], [])


def test_an_answer_of_the_complainant_while_the_report_waits_comes_too_late_for_nobody(world):
    complaint = claimed(world)
    types_duress_word(world, complaint, "14:30")
    world.ayesha.says("in_person", complaint, "+3d 10:00")
    sweep(at=clock("+3d 10:01"))
    assert (breaches(complaint), duty_events(complaint)) == ([], [])
    assert found() == []


def test_a_report_that_the_complainant_makes_openly_resumes_the_steps(world):
    complaint = to_excuse(world)
    types_duress_word(world, complaint, "14:30")
    types_duress_word(world, complaint, "15:00", silent=False)
    sweep(at=clock("18:59"))
    assert breaches(complaint) == []
    sweep(at=clock("19:00"))
    assert breaches(complaint) == [(0, clock("19:00"))]
