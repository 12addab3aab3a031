"""What the tests of working calendars share: complaints that follow one, holidays, and changes of its hours."""

from datetime import date, timedelta

from accounts.actors import Actor
from complaints.models import Holiday, RunningClock
from complaints.queries.verification import read_snapshot, verify_complaints
from complaints.services.administration import calendar_requests, working_calendars
from tests.world import DAY, clock

MONDAY = DAY.date()
WEDNESDAY = MONDAY + timedelta(days=2)  # DAY is a Monday
OFFICE = {"week": ["09:00-17:00"] * 5 + ["", ""]}
LUNCH = ["09:00-13:00, 14:00-17:00"] * 4 + ["09:00-12:30, 14:30-17:00", "", ""]


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


def changed(world, calendar, *, at="11:00", second, **weeks):
    """Let Omar request other hours of the calendar, and the second administrator confirm them."""
    values = {"name_en": calendar.name_en, "name_ur": calendar.name_ur, "source": "Order 7"}
    weeks = {"week": calendar.week, "office_weeks": calendar.office_weeks} | weeks
    request = calendar_requests.request_calendar(
        calendar=calendar, **values, **weeks, by=world.omar.actor, at=clock(at)
    )
    return calendar_requests.approve_calendar(change=request, by=Actor.of(second), at=clock(at))
