"""Policies with a working calendar, and how open deadlines change with the calendar."""

import json
from datetime import timedelta

import pytest

from complaints.models import (
    ClockRun,
    Event,
    Holiday,
    RunningClock,
)
from complaints.services.administration import working_calendars
from sla.services.sweeping import sweep
from tests.complaints.calendars import MONDAY, WEDNESDAY, asked, closes, dues, filed, nothing_is_wrong
from tests.world import clock


def test_a_limit_of_working_hours_ends_on_a_working_day(world, calendar):
    assert dues(filed(world)) == {"contact": "24 10:00", "report": "01 10:00"}
    other = world.complaint("threats", "10:00")
    assert dues(other)["contact"] != "24 10:00"


def test_the_reminder_comes_when_three_quarters_of_the_working_hours_are_used(world, calendar):
    complaint = filed(world)
    RunningClock.objects.filter(complaint=complaint, clock="report").delete()
    assert sweep(at=clock("15:59")).reminders == 0
    assert sweep(at=clock("16:00")).reminders == 1


@pytest.mark.slow
def test_what_is_left_when_it_stops_is_counted_in_working_hours(world, calendar):
    """The question comes on Monday at noon, two hours after the start, and the answer on Tuesday at noon."""
    complaint = asked(world)
    world.bilal.asks(complaint, "12:00")
    world.ayesha.answers(complaint, "+1d 12:00")
    assert dues(complaint) == {"report": "02 10:00"}
    assert nothing_is_wrong()


@pytest.mark.slow
def test_a_holiday_takes_nothing_of_what_was_left_while_it_stands(world, calendar):
    complaint = asked(world)
    world.bilal.asks(complaint, "12:00")
    due_if_unanswered = complaint.due_at
    closes(calendar, WEDNESDAY, at="13:00")
    complaint.refresh_from_db()
    assert complaint.due_at == due_if_unanswered + timedelta(hours=5)  # On Wednesday, from the end of the pause.
    assert nothing_is_wrong()
    world.ayesha.answers(complaint, "+1d 12:00")
    assert dues(complaint) == {"report": "03 10:00"}
    assert nothing_is_wrong()


def test_a_returned_report_has_a_day_at_least(world, calendar):
    complaint = asked(world)
    world.bilal.reports(complaint, "+7d 16:00")
    world.usman.does("return_report", complaint, "+7d 17:00")
    assert dues(complaint) == {"report": "01 17:00"}


def test_a_holiday_moves_what_is_open_behind_it_with_an_event_each(world, calendar):
    complaint, plain = filed(world), world.complaint("threats", "10:00")
    before = dues(plain)
    closes(calendar, MONDAY + timedelta(days=1))
    assert dues(complaint) == {"contact": "25 10:00", "report": "02 10:00"}
    assert dues(plain) == before
    told = Event.objects.filter(complaint=complaint, kind="calendar_changed").order_by("seq")
    assert [json.loads(event.body)["facts"]["clock"] for event in told] == ["contact", "report"]
    assert ClockRun.objects.filter(complaint=complaint, why="calendar").count() == 2
    complaint.refresh_from_db()
    assert complaint.due_at == complaint.contact_due_at == clock("+2d 10:00")
    assert nothing_is_wrong()


def test_a_day_that_is_no_holiday_after_all_shortens_nothing_that_runs(world, calendar):
    complaint = filed(world)
    holiday = closes(calendar, MONDAY + timedelta(days=1))
    working_calendars.decide_provisional_holiday(holiday=holiday, is_off=True, by=None, at=clock("12:00"))
    assert dues(complaint) == {"contact": "25 10:00", "report": "02 10:00"}
    assert dues(filed(world, "12:30")) == {"contact": "24 12:30", "report": "01 12:30"}
    assert nothing_is_wrong()


THURSDAY = MONDAY + timedelta(days=3)
# The changes of Thursday's holiday: before Bilal's question at noon, during the pause, and after the answer.
TWICE = {
    "nothing": ([], [], [], "02 10:00"),
    "known before": (["closes"], [], [], "03 10:00"),
    "known while waiting": ([], ["closes"], [], "03 10:00"),
    "taken back before": (["closes", "off"], [], [], "03 10:00"),
    "taken back while waiting": (["closes"], ["off"], [], "03 10:00"),
    "back again while waiting": (["closes", "off"], ["on"], [], "03 10:00"),
    "taken back and back again while waiting": (["closes"], ["off", "on"], [], "03 10:00"),
    "back again afterwards": (["closes", "off"], [], ["on"], "03 10:00"),
    "taken back while waiting and back again afterwards": (["closes"], ["off"], ["on"], "03 10:00"),
}


@pytest.mark.mostly_slow
@pytest.mark.parametrize("name", TWICE)
def test_a_holiday_that_comes_goes_and_comes_again_around_a_question_moves_the_deadline_by_its_day_once(
    world, calendar, name
):
    before, meanwhile, afterwards, due = TWICE[name]
    complaint = asked(world)
    told = [complaint.due_at]
    for changes, at in ((before, "11:10"), (meanwhile, "13:00"), (afterwards, "+1d 12:30")):
        if changes is meanwhile:
            world.bilal.asks(complaint, "12:00")
            told = [complaint.due_at]
        if changes is afterwards:
            world.ayesha.answers(complaint, "+1d 12:00")
            told = [complaint.due_at]  # An answer makes the deadline earlier.
        for change in changes:
            happens(change, calendar, at)
            complaint.refresh_from_db()
            told.append(complaint.due_at)
        assert told == sorted(told)
        assert nothing_is_wrong()
    assert dues(complaint) == {"report": due}


def happens(change: str, calendar, at: str) -> None:
    """Add Thursday as a holiday, cancel it, or confirm it."""
    if change == "closes":
        closes(calendar, THURSDAY, at=at)
    else:
        holiday = Holiday.objects.get(calendar=calendar, day=THURSDAY)
        working_calendars.decide_provisional_holiday(holiday=holiday, is_off=change == "off", by=None, at=clock(at))


def test_a_sighted_moon_confirms_and_moves_nothing_twice(world, calendar):
    complaint = filed(world)
    holiday = closes(calendar, MONDAY + timedelta(days=1))
    working_calendars.decide_provisional_holiday(holiday=holiday, is_off=False, by=None, at=clock("12:00"))
    holiday.refresh_from_db()
    assert not holiday.provisional
    assert dues(complaint) == {"contact": "25 10:00", "report": "02 10:00"}
    assert Event.objects.filter(complaint=complaint, kind="calendar_changed").count() == 2


@pytest.fixture
def visited(monkeypatch) -> list[int]:
    """The ids of the complaints that are locked for a change of the calendar."""
    ids, move = [], working_calendars._move_deadlines
    monkeypatch.setattr(
        working_calendars, "_move_deadlines", lambda pk, *args, **at: ids.append(pk) or move(pk, *args, **at)
    )
    return ids


def test_only_complaints_whose_deadline_can_move_are_locked(world, calendar, visited):
    """A change of the calendar must not lock every open complaint."""
    running, paused = filed(world), asked(world)
    world.bilal.asks(paused, "10:55")
    closes(calendar, MONDAY + timedelta(days=8))  # The later of the two deadlines is on that day.
    assert visited == [running.pk, paused.pk]
    visited.clear()
    closes(calendar, MONDAY + timedelta(days=60))
    assert visited == [paused.pk]


def test_a_change_of_no_hours_locks_no_complaint(world, calendar, visited):
    filed(world)
    holiday = closes(calendar, MONDAY + timedelta(days=1))
    visited.clear()
    working_calendars.decide_provisional_holiday(holiday=holiday, is_off=False, by=None, at=clock("12:00"))
    calendar.name_en = "Offices"
    assert working_calendars.save_calendar(calendar, by=None, at=clock("12:10")) == 0
    assert visited == []


def test_a_holiday_that_comes_late_undoes_no_breach(world, calendar):
    complaint = filed(world)
    assert sweep(at=clock("+1d 10:01")).breaches == 1
    closes(calendar, MONDAY + timedelta(days=1), at="+1d 11:00")
    assert dues(complaint) == {"contact": "24 10:00", "report": "02 10:00"}
    assert complaint.breaches.count() == 1
    assert nothing_is_wrong()
