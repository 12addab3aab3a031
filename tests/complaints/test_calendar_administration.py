"""Who changes a calendar, and what is refused: two administrators, days closed once, hours that cannot be read."""

import html
from datetime import date, timedelta

import pytest

from accounts.actors import Actor
from accounts.models.staff_act import StaffAct, StaffActKind
from accounts.rules.office_tree import OfficeKind
from accounts.services.staff_refusals import StaffChangeRefused
from complaints.calendar_admin import KIND_FIELDS, CalendarRequestForm
from complaints.models import (
    CalendarChange,
    Category,
    Holiday,
    Policy,
    WorkingCalendar,
)
from complaints.services.administration import calendar_requests, working_calendars
from complaints.services.administration.holiday_loading import get_or_create_calendar, load_holidays
from tests.complaints.calendars import (
    LUNCH,
    MONDAY,
    WEDNESDAY,
    closes,
    dues,
    filed,
)
from tests.world import DAY, Person, clock


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


ADD = "/desk/admin/complaints/calendarchange/add/"


def typed_week(week, name="week") -> dict:
    return {f"{name}_{number}": text for number, text in enumerate(week)}


def test_two_administrators_change_a_calendar_and_one_cannot(world, calendar, nasir, seat):
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
def test_wrong_hours_get_a_clear_message_at_their_day_and_lose_nothing_typed(world, calendar, seat, name):
    text, message = BAD_WEEKS[name]
    typed = {"name_en": "Courts", "name_ur": "عدالت", "source": "Order 8"}
    answer = seat(world.omar).sends(ADD, "11:00", **typed, **typed_week(["08:00-16:00", text] + [""] * 5))
    page = html.unescape(answer.content.decode())
    assert message in page
    assert page.count('aria-invalid="true"') == 1, "only the day that cannot be used is marked"
    for kept in ("Courts", "عدالت", "Order 8", "08:00-16:00", text):
        assert f'value="{kept}"' in page or kept in page
    assert not CalendarChange.objects.exists()


def test_a_week_without_hours_is_refused_on_the_page(world, calendar, seat):
    typed = {"name_en": "Courts", "name_ur": "عدالت", "source": "Order 8"} | typed_week([""] * 7)
    page = seat(world.omar).sends(ADD, "11:00", **typed).content.decode()
    assert "Enter working hours for at least one day of the week." in page


def test_every_kind_of_office_has_its_field():
    assert {name for name in CalendarRequestForm.declared_fields if name.startswith("hours_")} == set(KIND_FIELDS)
    assert {kind for kind, _label in KIND_FIELDS.values()} == set(OfficeKind)
