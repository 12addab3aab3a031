"""Change working calendars and move the open deadlines that depend on them. Nothing else changes calendars.

A deadline never becomes earlier than the officer knows it, and a deadline that has passed does not change. So a day
that turns out to be no holiday does not shorten a clock that runs.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import log_staff_act
from accounts.services.staff_refusals import StaffChangeRefused
from complaints.models import ClockRun, Complaint, Holiday, RunningClock, WorkingCalendar
from complaints.models.display.interval_faults import NO_WORKING_HOURS, describe_interval_fault
from complaints.rules import clock as rule
from complaints.rules.actors import SYSTEM
from complaints.rules.clock import Clock
from complaints.rules.statuses import Status
from complaints.rules.time_limits.working_week import FaultyDay, format_day, has_working_hours, parse_week
from complaints.rules.working_hours import CalendarHours, Hours
from complaints.services import clocks, history
from complaints.services.clock_changes import deadline_changes
from complaints.services.moves import lock_complaint
from web.calendar_days import start_of_day


@transaction.atomic
def create_calendar(*, by: Actor | None, at: datetime, **values) -> WorkingCalendar:
    """Create a calendar, which no policy uses yet.

    `values`: name_en, name_ur, week, office_weeks. Raises StaffChangeRefused if the hours cannot be used.
    """
    weeks = normalise_weeks(values["week"], values.get("office_weeks", {}))
    calendar = WorkingCalendar.objects.create(**(values | weeks))
    _log_calendar_change(calendar, by=by, at=at, words=f"+ {calendar.name_en}")
    return calendar


@transaction.atomic
def save_calendar(calendar: WorkingCalendar, *, by: Actor | None, at: datetime) -> int:
    """Save the changed hours or names of a calendar. Return how many open deadlines moved.

    Raises StaffChangeRefused if the hours cannot be used.
    """
    for name, value in normalise_weeks(calendar.week, calendar.office_weeks).items():
        setattr(calendar, name, value)
    return _change_and_move_deadlines(calendar.pk, lambda _: calendar.save(), by=by, at=at, words=calendar.name_en)


@transaction.atomic
def add_holiday(*, calendar: WorkingCalendar, by: Actor | None, at: datetime, day: date, **known) -> Holiday:
    """Add a holiday, and move the open deadlines after it. Raises StaffChangeRefused if the calendar has the day.

    `known`: name_en, name_ur, provisional, source.
    """
    created: list[Holiday] = []
    try:
        _change_and_move_deadlines(
            calendar.pk,
            lambda locked: created.append(Holiday.objects.create(calendar=locked, day=day, **known)),
            by=by,
            at=at,
            words=f"{calendar.name_en}: + {day:%Y-%m-%d}",
            since=start_of_day(day),
        )
    except IntegrityError as error:
        raise StaffChangeRefused(_("This calendar has that day already.")) from error
    return created[0]


@transaction.atomic
def decide_provisional_holiday(*, holiday: Holiday, is_off: bool, by: Actor | None, at: datetime) -> Holiday:
    """Confirm a provisional holiday after the moon was sighted, or record that the day is none (`is_off`)."""
    holiday.provisional, holiday.is_off = False, is_off
    words = f"{holiday.calendar.name_en}: {'–' if is_off else '='} {holiday.day:%Y-%m-%d}"
    _change_and_move_deadlines(
        holiday.calendar_id,
        lambda _: holiday.save(update_fields=["provisional", "is_off"]),
        by=by,
        at=at,
        words=words,
        since=start_of_day(holiday.day),
    )
    return holiday


def normalise_weeks(week: Sequence[str], office_weeks: Mapping[str, Sequence[str]]) -> dict:
    """Return `week` and `office_weeks` in the form in which they are stored.

    A week of an office type without hours is left out: these offices keep the general hours. Raises StaffChangeRefused
    if a text cannot be read or the general week has no hours.
    """
    try:
        stored = {kind: _normalise_week(days) for kind, days in office_weeks.items() if has_working_hours(days)}
        general = _normalise_week(week)
    except FaultyDay as error:
        raise StaffChangeRefused(describe_interval_fault(error)) from error
    if not has_working_hours(general):
        raise StaffChangeRefused(str(NO_WORKING_HOURS))
    return {"week": general, "office_weeks": stored}


def _normalise_week(days: Sequence[str]) -> list[str]:
    return [format_day(intervals) for intervals in parse_week(days)]


def _change_and_move_deadlines(
    calendar_id: int, write: Callable, *, by: Actor | None, at: datetime, words: str, since: datetime | None = None
) -> int:
    """Call `write` with the locked calendar, and move the open deadlines. Return how many moved.

    Only complaints are locked that can move: with a deadline after the change, or with a paused report clock. `since`:
    the hours before this moment stay as they are. The lock makes concurrent changes wait for each other.
    """
    calendar = WorkingCalendar.objects.select_for_update().get(pk=calendar_id)
    before = calendar.hours
    write(calendar)
    after = WorkingCalendar.objects.get(pk=calendar_id).hours
    count = 0
    if before != after:
        later = RunningClock.objects.promised().filter(complaint=OuterRef("pk"), due_at__gt=max(at, since or at))
        complaints = (
            Complaint.objects.unscoped("deadlines follow the calendar in every complaint")
            .open()
            .filter(Exists(later) | Q(status=str(Status.AWAITING_CITIZEN)), policy__calendar=calendar_id)
            .order_by("pk")
        )
        count = sum(_move_deadlines(pk, before, after, at=at) for pk in complaints.values_list("pk", flat=True))
    _log_calendar_change(calendar, by=by, at=at, words=f"{words} ({count})")
    return count


def _move_deadlines(complaint_id: int, calendar_before: CalendarHours, calendar: CalendarHours, *, at: datetime) -> int:
    """Move the running deadlines of one complaint that are later by the new hours, each with an event.

    Return how many moved.
    """
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    complaint.policy.calendar_hours = calendar
    before, after = (hours.at_office(complaint.office.kind) for hours in (calendar_before, calendar))
    _extend_paused_clock(complaint, before, after)
    count = 0
    for row in RunningClock.objects.promised().filter(complaint=complaint, due_at__gt=at).order_by("clock"):
        owed = before.between(row.started_at, row.due_at) if row.worked is None else row.worked
        due_at = after.after(row.started_at, owed)
        if row.clock == Clock.CONTACT:
            due_at = clocks.reachable_contact_deadline(complaint, due_at, at=at)
        if due_at <= row.due_at:
            continue
        old_due_at = row.due_at
        deadline_changes.change_deadline(complaint, row, due_at, at=at, why=ClockRun.Why.CALENDAR)
        facts = {"state": history.event_state_of(complaint), "clock": row.clock}
        facts |= {"was": old_due_at.isoformat(), "due": due_at.isoformat()}
        history.append(head, history.EventEntry("calendar_changed", complaint.cycle, facts), by=SYSTEM, at=at)
        count += 1
    clocks.update_due_dates(complaint)  # The deadline of a paused complaint changes although no clock runs.
    complaint.save(update_fields=["due_at", "contact_due_at", "report_due_at"])
    return count


def _extend_paused_clock(complaint: Complaint, before: Hours, after: Hours) -> None:
    """Change the time left of a paused report clock so that its deadline after the pause does not become earlier."""
    run = clocks.report_clock_runs(complaint)[-1] if complaint.status == Status.AWAITING_CITIZEN else None
    if run is None or run.owed is None:
        return
    since = complaint.pause_ends_at
    run.left = rule.time_left_after_calendar_change(run.left, run.owed, since, before=before, after=after)
    run.save(update_fields=["left"])


def _log_calendar_change(calendar: WorkingCalendar, *, by: Actor | None, at: datetime, words: str) -> None:
    """Note what an administrator did, for the auditors. Changes by a command (`by` None) are not noted."""
    if by is not None:
        log_staff_act(StaffActKind.CALENDAR, officer=None, by=by, at=at, words=words, tell_auditors=True)
