"""The clocks after the cell called a complainant whom the officer could not reach, and the message to the officer."""

from datetime import datetime

import pytest

from complaints.models import ClockRun, Complaint, Notification, RunningClock
from complaints.rules.calls.cell_calls import Purpose
from notifications.models import Message
from sla.models import Breach
from sla.services.sweeping import sweep
from tests.complaints.verifying import found
from tests.desk.calls.test_waiting_calls import tried
from tests.world import clock

EXCUSE = str(Purpose.EXCUSE)


def due_times(complaint) -> dict:
    clocks = RunningClock.objects.filter(complaint=complaint, clock__in=("contact", "excuse"))
    return dict(clocks.values_list("clock", "due_at"))


def told_to(person) -> list[Message]:
    return list(Message.objects.filter(recipient=f"posting:{person.posting.pk}").order_by("pk"))


@pytest.mark.slow
def test_a_call_at_another_time_leaves_the_cell_four_hours_from_then_and_the_officer_waits(world):
    complaint = tried(world)
    assert due_times(complaint) == {"excuse": clock("18:00")}
    world.salma.rings(complaint, "15:00", EXCUSE, "call_back", call_back_at=clock("+2d 15:00"))
    assert due_times(complaint) == {"excuse": clock("+2d 19:00")}
    sweep(at=clock("+2d 17:30"))
    assert not Breach.objects.exists()
    assert found() == []
    world.salma.rings(complaint, "+2d 18:00", EXCUSE, "reached")
    assert set(due_times(complaint)) == {"contact"}
    assert found() == []


def test_a_call_later_without_a_time_can_be_made_two_hours_later(world):
    complaint = tried(world)
    world.salma.rings(complaint, "15:00", EXCUSE, "call_back", call_back_at=clock("15:10"))
    assert due_times(complaint) == {"excuse": clock("21:00")}
    assert [run.why for run in ClockRun.objects.filter(complaint=complaint, clock="excuse").order_by("pk")] == [
        ClockRun.Why.RUNG,
        "",
    ]


def test_the_officer_is_told_that_the_cell_reached_the_complainant_and_until_when_to_contact_them(world):
    complaint = tried(world)
    contact_due_at = Complaint.objects.unscoped("test").get(pk=complaint.pk).contact_due_at
    before = len(told_to(world.bilal))
    world.salma.rings(complaint, "15:00", EXCUSE, "reached")
    (message,) = told_to(world.bilal)[before:]
    assert message.template == "complainant_reached"
    due_at = due_times(complaint)["contact"]
    assert due_at == contact_due_at + (clock("15:00") - clock("14:00"))
    assert datetime.fromisoformat(message.context["contact_due_at"]) == due_at
    assert Notification.objects.get().kind == Notification.Kind.ANSWER
