"""Policies with a working calendar, and how open deadlines change with the calendar."""

import json
from datetime import date, time, timedelta

import pytest

from accounts.models.staff_act import StaffAct, StaffActKind
from accounts.services.staff_refusals import StaffChangeRefused
from complaints.models import Category, ClockRun, Event, Holiday, Policy, RunningClock
from complaints.queries.verification import read_snapshot, verify_complaints
from complaints.services.administration import policy_limit_changes, working_calendars
from complaints.services.administration.holiday_loading import get_or_create_calendar, load_holidays
from sla.services.sweeping import sweep
from tests.world import DAY, clock

MONDAY = DAY.date()
WEDNESDAY = MONDAY + timedelta(days=2)  # DAY is a Monday
OFFICE = {"days": [0, 1, 2, 3, 4], "opens": time(9), "closes": time(17)}


@pytest.fixture
def calendar(world):
    """A calendar for financial crime: contact within 8 working hours, the report within 48, and pauses of up to 48."""
    made = working_calendars.create_calendar(by=None, at=DAY, name_en="Office", name_ur="دفتر", **OFFICE)
    old = Policy.objects.get(category__code="financial_crime", valid_until=None)
    values = {name: getattr(old, name) for name in policy_limit_changes.LIMIT_FIELDS}
    values |= {"calendar": made, "contact_hours": 8, "report_hours": 48, "pause_share": 1.0}
    Policy.objects.filter(pk=old.pk).update(valid_until=DAY)
    Policy.objects.create(category=old.category, version=old.version + 1, valid_from=DAY, **values)
    return made


def dues(complaint) -> dict[str, str]:
    rows = RunningClock.objects.filter(complaint=complaint)
    return {row.clock: f"{row.due_at.astimezone(DAY.tzinfo):%d %H:%M}" for row in rows}


def filed(world, at="10:00"):
    complaint = world.complaint("financial_crime", at)
    world.salma.marks(complaint, to=world.bilal, at="10:20")
    return complaint


def asked(world):
    """A complaint in inquiry, with a confirmed contact."""
    complaint = filed(world)
    world.bilal.records_contact(complaint, "10:40")
    world.ayesha.says("in_person", complaint, "10:50")
    return complaint


def closes(calendar, day: date, at="11:00", by=None, **known) -> Holiday:
    known = {"name_en": "Eid", "name_ur": "عید", "provisional": True, "source": ""} | known
    return working_calendars.add_holiday(calendar=calendar, by=by, at=clock(at), day=day, **known)


def nothing_is_wrong() -> bool:
    with read_snapshot():
        assert [what for _, found in verify_complaints() for what in found] == []
    return True


def test_a_limit_of_working_hours_ends_on_a_working_day(world, calendar):
    assert dues(filed(world)) == {"contact": "24 10:00", "report": "01 10:00"}
    other = world.complaint("threats", "10:00")
    assert dues(other)["contact"] != "24 10:00"


def test_the_reminder_comes_when_three_quarters_of_the_working_hours_are_used(world, calendar):
    complaint = filed(world)
    RunningClock.objects.filter(complaint=complaint, clock="report").delete()
    assert sweep(at=clock("15:59")).reminders == 0
    assert sweep(at=clock("16:00")).reminders == 1


def test_what_is_left_when_it_stops_is_counted_in_working_hours(world, calendar):
    """The question comes on Monday at noon, two hours after the start, and the answer on Tuesday at noon."""
    complaint = asked(world)
    world.bilal.asks(complaint, "12:00")
    world.ayesha.answers(complaint, "+1d 12:00")
    assert dues(complaint) == {"report": "02 10:00"}
    assert nothing_is_wrong()


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


def test_a_holiday_that_comes_late_undoes_no_breach(world, calendar):
    complaint = filed(world)
    assert sweep(at=clock("+1d 10:01")).breaches == 1
    closes(calendar, MONDAY + timedelta(days=1), at="+1d 11:00")
    assert dues(complaint) == {"contact": "24 10:00", "report": "02 10:00"}
    assert complaint.breaches.count() == 1
    assert nothing_is_wrong()


@pytest.mark.parametrize("wrong", [{"days": []}, {"opens": time(17)}, {"closes": time(9)}])
def test_a_calendar_in_which_nobody_works_is_refused(db, wrong):
    with pytest.raises(StaffChangeRefused):
        working_calendars.create_calendar(by=None, at=DAY, name_en="None", name_ur="", **(OFFICE | wrong))


def test_a_day_is_closed_once(world, calendar):
    closes(calendar, WEDNESDAY)
    with pytest.raises(StaffChangeRefused):
        closes(calendar, WEDNESDAY)


def test_the_auditors_hear_of_every_change(world, calendar):
    filed(world)
    closes(calendar, MONDAY + timedelta(days=1), by=world.omar.actor)
    assert StaffAct.objects.filter(kind=StaffActKind.CALENDAR).latest("pk").words.endswith("(2)")


def test_holidays_of_a_year_are_seeded_once_and_those_of_the_moon_are_provisional(calendar):
    assert load_holidays(calendar, 2027, at=DAY) == 16
    assert load_holidays(calendar, 2027, at=DAY) == 0
    eid = Holiday.objects.get(calendar=calendar, day=date(2027, 3, 10))
    assert (eid.name_en, eid.name_ur, eid.provisional) == ("Eid al-Fitr", "عید الفطر", True)
    assert not Holiday.objects.get(calendar=calendar, day=date(2027, 8, 14)).provisional
    assert get_or_create_calendar(at=DAY) == get_or_create_calendar(at=DAY)


def test_shipped_policies_name_no_calendar(db):
    assert not Policy.objects.exclude(calendar=None).exists()
    assert Category.objects.exists()
