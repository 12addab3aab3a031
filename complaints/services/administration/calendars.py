"""Calendars of working days change here alone, because open deadlines follow them.

A deadline never comes earlier than the officer was told, and one that has passed stays passed: a day that turns out to
be no holiday shortens nothing that runs already.
"""

from collections.abc import Callable
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models.staff_act import StaffActKind
from accounts.services.refusals import StaffChangeRefused
from accounts.services.staff_acts import note
from complaints.models import ClockRun, Complaint, Holiday, RunningClock, WorkingCalendar
from complaints.rules import clock as rule
from complaints.rules.clock import Clock
from complaints.rules.parties import SYSTEM
from complaints.rules.statuses import Status
from complaints.rules.working_hours import Hours
from complaints.services import clocks, history
from complaints.services.moves import lock


@transaction.atomic
def make(*, by: Actor | None, at: datetime, **values) -> WorkingCalendar:
    """A new calendar; no policy names it yet. Raises Refused for one in which nothing is ever worked."""
    _require_work(values["days"], values["opens"], values["closes"])
    calendar = WorkingCalendar.objects.create(**values)
    _note(calendar, by=by, at=at, words=f"+ {calendar.name_en}")
    return calendar


@transaction.atomic
def change(calendar: WorkingCalendar, *, by: Actor | None, at: datetime) -> int:
    """Keep other days, hours or names. Returns how many open deadlines moved. Raises Refused as `make` does."""
    _require_work(calendar.days, calendar.opens, calendar.closes)
    return _followed(calendar.pk, lambda _: calendar.save(), by=by, at=at, words=calendar.name_en)


@transaction.atomic
def close_on(*, calendar: WorkingCalendar, by: Actor | None, at: datetime, day: date, **known) -> Holiday:
    """A day is a holiday; open deadlines behind it move. Raises Refused where the calendar has the day already.

    `known`: name_en, name_ur, provisional, source.
    """
    made: list[Holiday] = []
    try:
        _followed(
            calendar.pk,
            lambda kept: made.append(Holiday.objects.create(calendar=kept, day=day, **known)),
            by=by,
            at=at,
            words=f"{calendar.name_en}: + {day:%Y-%m-%d}",
        )
    except IntegrityError as error:
        raise StaffChangeRefused(_("This calendar has that day already.")) from error
    return made[0]


@transaction.atomic
def settle(*, holiday: Holiday, is_off: bool, by: Actor | None, at: datetime) -> Holiday:
    """The moon has been sighted: the day is a holiday, or is none after all."""
    holiday.provisional, holiday.is_off = False, is_off
    words = f"{holiday.calendar.name_en}: {'–' if is_off else '='} {holiday.day:%Y-%m-%d}"
    saved = ["provisional", "is_off"]
    _followed(holiday.calendar_id, lambda _: holiday.save(update_fields=saved), by=by, at=at, words=words)
    return holiday


def _require_work(days, opens: time, closes: time) -> None:
    if not days or opens >= closes:
        raise StaffChangeRefused(
            _("Choose at least one working day. The opening time must be before the closing time.")
        )


def _followed(calendar_id: int, write: Callable, *, by: Actor | None, at: datetime, words: str) -> int:
    """Write a change and let the open deadlines follow. The calendar is locked: of two changes one comes first."""
    calendar = WorkingCalendar.objects.select_for_update().get(pk=calendar_id)
    before = calendar.hours
    write(calendar)
    after = WorkingCalendar.objects.get(pk=calendar_id).hours
    concerned = (
        Complaint.objects.unscoped("deadlines follow the calendar in every complaint")
        .open()
        .filter(policy__calendar=calendar_id)
        .order_by("pk")
    )
    moved = sum(_follow(pk, before, after, at=at) for pk in concerned.values_list("pk", flat=True))
    _note(calendar, by=by, at=at, words=f"{words} ({moved})")
    return moved


def _follow(complaint_id: int, before: Hours, after: Hours, *, at: datetime) -> int:
    """Move the running deadlines of one complaint that come later now, each with an event. Returns how many."""
    head, complaint = lock(complaint_id)
    at = max(at, head.at or at)
    complaint.policy.hours = after
    _keep_what_was_told(complaint, before, after)
    moved = 0
    for row in RunningClock.objects.promised().filter(complaint=complaint, due_at__gt=at).order_by("clock"):
        owed = before.between(row.started_at, row.due_at) if row.worked is None else row.worked
        due_at = after.after(row.started_at, owed)
        if row.clock == Clock.CONTACT:
            due_at = clocks.reachable(complaint, due_at, at=at)
        if due_at <= row.due_at:
            continue
        was = row.due_at
        clocks.move_on(complaint, row, due_at, at=at, why=ClockRun.Why.CALENDAR)
        facts = {"state": history.state_of(complaint), "clock": row.clock}
        facts |= {"was": was.isoformat(), "due": due_at.isoformat()}
        history.append(head, history.Entry("calendar_changed", complaint.cycle, facts), by=SYSTEM, at=at)
        moved += 1
    clocks.settle_due(complaint)  # of one that waits for an answer, its deadline moves without a clock that runs
    complaint.save(update_fields=["due_at", "contact_due_at", "report_due_at"])
    return moved


def _keep_what_was_told(complaint: Complaint, before: Hours, after: Hours) -> None:
    """Of one that waits for an answer, the deadline that it will have comes no earlier either."""
    stood = clocks.report_runs(complaint)[-1] if complaint.status == Status.AWAITING_CITIZEN else None
    if stood is None or stood.owed is None:
        return
    since = complaint.pause_ends_at
    stood.left = rule.left_after_change(stood.left, stood.owed, since, before=before, after=after)
    stood.save(update_fields=["left"])


def _note(calendar: WorkingCalendar, *, by: Actor | None, at: datetime, words: str) -> None:
    """The auditors hear of what an administrator did; what a command loads is no act of anybody."""
    if by is not None:
        note(StaffActKind.CALENDAR, officer=None, by=by, at=at, words=words, tell_auditors=True)
