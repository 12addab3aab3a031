"""Policies with a working calendar, and how open deadlines change with the calendar."""

import html
import json
from datetime import date, timedelta

import pytest

from accounts.actors import Actor
from accounts.models.staff_act import StaffAct, StaffActKind
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from accounts.services.staff_refusals import StaffChangeRefused
from complaints.calendar_admin import KIND_FIELDS, CalendarRequestForm
from complaints.models import (
    CalendarChange,
    Category,
    ClockRun,
    Event,
    Holiday,
    Policy,
    RunningClock,
    WorkingCalendar,
)
from complaints.queries.verification import read_snapshot, verify_complaints
from complaints.rules.working_hours import AROUND_THE_CLOCK
from complaints.services.administration import calendar_requests, policy_limit_changes, working_calendars
from complaints.services.administration.holiday_loading import get_or_create_calendar, load_holidays
from complaints.services.clocks import hours_of
from sla.services.sweeping import sweep
from tests.desk.conftest import seat  # noqa: F401
from tests.factories import OfficerFactory, PostingFactory
from tests.world import DAY, Person, clock

MONDAY = DAY.date()
WEDNESDAY = MONDAY + timedelta(days=2)  # DAY is a Monday
OFFICE = {"week": ["09:00-17:00"] * 5 + ["", ""]}


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


def test_a_holiday_that_comes_late_undoes_no_breach(world, calendar):
    complaint = filed(world)
    assert sweep(at=clock("+1d 10:01")).breaches == 1
    closes(calendar, MONDAY + timedelta(days=1), at="+1d 11:00")
    assert dues(complaint) == {"contact": "24 10:00", "report": "02 10:00"}
    assert complaint.breaches.count() == 1
    assert nothing_is_wrong()


@pytest.mark.parametrize(
    ("week", "why"),
    [
        ([""] * 7, "at least one day"),
        ([" , "] + [""] * 6, "at least one day"),
        (["17:00-09:00"] + [""] * 6, "ends before it begins"),
        (["09:00-13:00, 12:00-15:00"] + [""] * 6, "overlap"),
    ],
)
def test_a_calendar_in_which_nobody_works_is_refused(db, week, why):
    with pytest.raises(StaffChangeRefused, match=why):
        working_calendars.create_calendar(by=None, at=DAY, name_en="None", name_ur="", week=week)


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


# --- any number of intervals, and other hours by office type ------------------------------------------------------

LUNCH = ["09:00-13:00, 14:00-17:00"] * 4 + ["09:00-12:30, 14:30-17:00", "", ""]


def changed(world, calendar, *, at="11:00", second, **weeks):
    """Let Omar request other hours of the calendar, and the second administrator confirm them."""
    values = {"name_en": calendar.name_en, "name_ur": calendar.name_ur, "source": "Order 7"}
    weeks = {"week": calendar.week, "office_weeks": calendar.office_weeks} | weeks
    request = calendar_requests.request_calendar(
        calendar=calendar, **values, **weeks, by=world.omar.actor, at=clock(at)
    )
    return calendar_requests.approve_calendar(change=request, by=Actor.of(second), at=clock(at))


@pytest.fixture
def nasir(world):
    """A second administrator."""
    officer = OfficerFactory(name_en="Nasir")
    return PostingFactory(officer=officer, office=world.office("punjab"), role=Role.ADMINISTRATOR, is_head=False)


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


# --- two administrators -------------------------------------------------------------------------------------------

ADD = "/desk/admin/complaints/calendarchange/add/"


def typed_week(week, name="week") -> dict:
    return {f"{name}_{number}": text for number, text in enumerate(week)}


def test_two_administrators_change_a_calendar_and_one_cannot(world, calendar, nasir, seat):  # noqa: F811
    complaint, omar = filed(world), seat(world.omar)
    form = omar.get(ADD, "10:30", calendar=calendar.pk).content.decode()
    assert 'value="09:00-17:00"' in form
    typed = {"calendar": calendar.pk, "name_en": "Office", "name_ur": "دفتر", "source": "Order 7"}
    week = typed_week(["9-13,14-17"] * 4 + ["09:00-12:30، 14:30-17:00", "", ""])
    station = typed_week(["00:00-24:00"] * 7, "hours_station")
    assert omar.sends(ADD, "10:40", **typed, **week, **station).status_code == 302
    request = CalendarChange.objects.get()
    assert (request.week, request.office_weeks) == (LUNCH, {"station": ["00:00-24:00"] * 7})
    assert dues(complaint)["contact"] == "24 10:00", "nothing changes before the second administrator agrees"
    assert "already waiting" in omar.sends(ADD, "10:41", **typed, **week).content.decode()

    page = f"/desk/admin/complaints/calendarchange/{request.pk}/change/"
    assert "Another administrator must decide" in omar.sends(page, "10:50", decision="confirm").content.decode()
    second = seat(Person("nasir", nasir))
    shown = second.get(page, "11:00").content.decode()
    assert "1 open complaint follows this calendar." in shown
    assert "09:00-12:30, 14:30-17:00" in shown
    assert second.sends(page, "11:00", decision="confirm").status_code == 302
    calendar.refresh_from_db()
    assert (calendar.week, calendar.office_weeks) == (LUNCH, {"station": ["00:00-24:00"] * 7})
    assert dues(complaint)["contact"] == "24 11:00"
    words = StaffAct.objects.filter(kind=StaffActKind.CALENDAR, by__isnull=False).order_by("pk")
    assert [act.words for act in words] == ["? Office", "Office (2)"]


def test_a_refused_request_changes_nothing_and_a_new_calendar_is_created_on_approval(world, calendar, nasir):
    values = {"name_en": "Courts", "name_ur": "عدالت", "source": "Order 8", "week": LUNCH, "office_weeks": {}}
    for decide in (calendar_requests.reject_calendar, calendar_requests.approve_calendar):
        request = calendar_requests.request_calendar(calendar=None, **values, by=world.omar.actor, at=clock("10:00"))
        decide(change=request, by=Actor.of(nasir), at=clock("11:00"))
    assert WorkingCalendar.objects.filter(name_en="Courts").count() == 1


BAD_WEEKS = {
    "overlap": ("09:00-13:00, 12:00-15:00", "Tuesday: 09:00-13:00 and 12:00-15:00 overlap."),
    "reversed": ("17:00-09:00", "Tuesday: 17:00-09:00 ends before it begins."),
    "past midnight": ("22:00-02:00", "To work past midnight, end this day at 24:00 and begin the next day"),
    "unreadable": ("morning", "Tuesday: “morning” cannot be read. Enter hours like 09:00-13:00, 14:00-17:00."),
}


@pytest.mark.parametrize("name", BAD_WEEKS)
def test_wrong_hours_get_a_clear_message_at_their_day_and_lose_nothing_typed(world, calendar, seat, name):  # noqa: F811
    text, message = BAD_WEEKS[name]
    typed = {"name_en": "Courts", "name_ur": "عدالت", "source": "Order 8"}
    answer = seat(world.omar).sends(ADD, "11:00", **typed, **typed_week(["08:00-16:00", text] + [""] * 5))
    page = html.unescape(answer.content.decode())
    assert message in page
    assert page.count('aria-invalid="true"') == 1, "only the day that cannot be used is marked"
    for kept in ("Courts", "عدالت", "Order 8", "08:00-16:00", text):
        assert f'value="{kept}"' in page or kept in page
    assert not CalendarChange.objects.exists()


def test_a_week_without_hours_is_refused_on_the_page(world, calendar, seat):  # noqa: F811
    typed = {"name_en": "Courts", "name_ur": "عدالت", "source": "Order 8"} | typed_week([""] * 7)
    page = seat(world.omar).sends(ADD, "11:00", **typed).content.decode()
    assert "Enter working hours for at least one day of the week." in page


def test_every_kind_of_office_has_its_field():
    assert {name for name in CalendarRequestForm.declared_fields if name.startswith("hours_")} == set(KIND_FIELDS)
    assert {kind for kind, _label in KIND_FIELDS.values()} == set(OfficeKind)
