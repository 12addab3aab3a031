"""Calendars with several intervals a day, and with other hours by kind of office."""

import json
from datetime import timedelta

import pytest

from complaints.models import (
    Event,
)
from complaints.rules.working_hours import AROUND_THE_CLOCK
from complaints.services.clocks import hours_of
from sla.services.sweeping import sweep
from tests.complaints.calendars import LUNCH, MONDAY, changed, closes, dues, filed, nothing_is_wrong
from tests.world import clock


def test_lunch_and_friday_prayers_make_open_deadlines_later_with_an_event_and_never_earlier(world, calendar, nasir):
    complaint = filed(world)
    assert dues(complaint) == {"contact": "24 10:00", "report": "01 10:00"}
    changed(world, calendar, week=LUNCH, second=nasir)
    assert dues(complaint) == {"contact": "24 11:00", "report": "02 10:00"}
    assert Event.objects.filter(complaint=complaint, kind="calendar_changed").count() == 2
    changed(world, calendar, week=["09:00-17:00"] * 7, at="12:00", second=nasir)
    assert dues(complaint) == {"contact": "24 11:00", "report": "02 10:00"}, "no deadline becomes earlier"
    assert dues(filed(world, "12:30"))["contact"] == "24 12:30"
    assert nothing_is_wrong()


@pytest.mark.slow
def test_a_holiday_among_intervals_moves_future_deadlines_and_no_breach(world, calendar, nasir):
    changed(world, calendar, week=LUNCH, at="09:00", second=nasir)
    complaint = filed(world)
    assert dues(complaint) == {"contact": "24 11:00", "report": "02 10:00"}
    assert sweep(at=clock("+1d 11:01")).breaches == 1
    closes(calendar, MONDAY + timedelta(days=4), at="+1d 12:00")  # the Friday
    assert dues(complaint) == {"contact": "24 11:00", "report": "02 17:00"}
    assert complaint.breaches.get().due_at == clock("+1d 11:00")
    told = Event.objects.filter(complaint=complaint, kind="calendar_changed")
    assert [json.loads(event.body)["facts"]["clock"] for event in told] == ["report"]
    assert nothing_is_wrong()


@pytest.mark.slow
def test_the_hours_of_the_office_that_has_the_complaint_count(world, calendar, nasir):
    """Stations work around the clock, circles in the morning; the complaint cell of Lahore has the general hours."""
    weeks = {"station": ["00:00-24:00"] * 7, "circle": ["09:00-13:00"] * 6 + [""]}
    changed(world, calendar, office_weeks=weeks, at="09:00", second=nasir)
    complaint = world.complaint("financial_crime", "10:00")
    assert dues(complaint) == {"contact": "24 10:00", "report": "01 10:00"}
    world.salma.marks(complaint, to=world.bilal, at="12:00")  # 6 of 8 and 46 of 48 hours are left
    assert dues(complaint) == {"contact": "25 10:00", "report": "07 10:00"}
    complaint.refresh_from_db()
    assert complaint.contact_due_at == complaint.due_at == clock("+2d 10:00")
    assert nothing_is_wrong()
    world.dania.does("re_mark", complaint, "13:00", to=world.kamran)
    assert dues(complaint) == {"contact": "25 10:00", "report": "07 10:00"}, "no deadline becomes earlier"
    assert nothing_is_wrong()
    world.kamran.records_contact(complaint, "14:00")
    world.ayesha.says("in_person", complaint, "14:10")
    world.kamran.asks(complaint, "15:00")
    world.ayesha.answers(complaint, "+1d 15:00")
    assert dues(complaint)["report"] == "08 10:00", "a pause moves the deadline by its length"
    assert nothing_is_wrong()


def test_a_holiday_moves_each_complaint_by_the_hours_of_its_office(world, calendar, nasir):
    changed(world, calendar, office_weeks={"circle": ["09:00-13:00"] * 6 + [""]}, at="09:00", second=nasir)
    at_the_cell, at_the_circle = world.complaint("financial_crime", "10:00"), filed(world)
    assert dues(at_the_circle)["contact"] == "25 10:00"
    closes(calendar, MONDAY + timedelta(days=1))
    assert dues(at_the_cell)["contact"] == "25 10:00"
    assert dues(at_the_circle)["contact"] == "26 10:00"
    assert nothing_is_wrong()


def test_without_a_calendar_no_statement_asks_for_hours(world, calendar, django_assert_num_queries):
    complaint = world.complaint("threats", "10:00")
    with django_assert_num_queries(0):
        assert hours_of(complaint) is AROUND_THE_CLOCK
