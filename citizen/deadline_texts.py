"""Deadlines and public status of a complaint as text for its complainant."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext

from accounts.models.choice_labels import RANK_CHOICES
from accounts.rules.ranks import Rank
from citizen import deadline_calendar
from citizen.deadline_calendar import ANSWER, VERIFICATION, PromisedDeadline
from complaints.models import Complaint, RunningClock
from complaints.rules.clock import Clock
from complaints.rules.clock_obligations import VERIFY_WITHIN
from complaints.rules.marking_eligibility import rank_floor_of
from complaints.rules.statuses import Status
from complaints.rules.thresholds import SILENCE_CLOSES_AFTER
from web.time_format import format_deadline, format_relative_time


def rank_floor_label(complaint: Complaint) -> str:
    """Return the lowest rank that handles this complaint. For DSP and ASP it is the better known post, SDPO."""
    floor = rank_floor_of(Rank(complaint.policy.rank_floor), sensitive=complaint.is_sensitive)
    return gettext("SDPO") if floor in {Rank.DSP, Rank.ASP} else str(dict(RANK_CHOICES)[floor])


def next_deadline_context(
    complaint: Complaint, clocks: list[RunningClock], *, now: datetime, hidden: bool = False, zone: str = ""
) -> dict | None:
    """Return the next deadline as {"words", "at", "late"}; None if nothing is promised.

    `clocks`: the most urgent first. `hidden`: the officer cannot see the complainant's number, so no call is promised
    (opened page only). `zone`: time zone of a complainant abroad (opened page only).
    """
    if complaint.status == Status.AWAITING_CITIZEN:
        return {"words": gettext("The officer is waiting for your answer."), "at": None, "late": False}
    deadlines = _running_deadlines(complaint, clocks)
    if not deadlines:
        return None
    what, due_at = deadlines[0]
    is_late = due_at <= now
    if what == ANSWER and is_late:  # the sweep closes it any minute; until then the answer still counts
        return {"words": gettext("You decide whether it is solved."), "at": None, "late": False}
    words = (_overdue_text if is_late else _due_text)(what, hidden=hidden)
    time = (format_relative_time if is_late else format_deadline)(due_at, now=now, zone=zone)
    words = words % {"moment": time, "by": time}
    if is_late and what != VERIFICATION:
        words = f"{words} {_next_escalation_text(clocks[0], now=now, zone=zone)}"
    return {"words": words, "at": due_at, "late": is_late}


def promised_deadlines(complaint: Complaint, clocks: list[RunningClock], *, now: datetime) -> list[PromisedDeadline]:
    """Return the deadlines that still lie ahead, for a calendar."""
    return [(what, due_at) for what, due_at in _running_deadlines(complaint, clocks) if due_at > now]


def _running_deadlines(complaint: Complaint, clocks: list[RunningClock]) -> list[PromisedDeadline]:
    """Return what somebody has to do next and by when, the most urgent first; nothing while an answer is awaited."""
    if complaint.status == Status.RESOLVED:
        return [(ANSWER, complaint.resolved_at + SILENCE_CLOSES_AFTER)]
    if complaint.status == Status.AWAITING_CITIZEN:
        return []
    if complaint.awaits_verification:
        return [(VERIFICATION, complaint.accepted_at + VERIFY_WITHIN)]
    return [(Clock(clock.clock), clock.due_at) for clock in clocks]


def _next_escalation_text(clock: RunningClock, *, now: datetime, zone: str) -> str:
    """Return what follows a missed deadline: no new date is promised, but the next escalation has a time."""
    if clock.next_step_at is None or clock.next_step_at <= now:
        return gettext("No new date has been set.")
    text = gettext("No new date has been set. If it is still late then, a higher office is told %(by)s.")
    return text % {"by": format_deadline(clock.next_step_at, now=now, zone=zone)}


def _due_text(what: str, *, hidden: bool) -> str:
    match what:
        case deadline_calendar.ANSWER:
            return gettext("It is your decision: tell us %(by)s whether the problem is solved.")
        case deadline_calendar.VERIFICATION:
            return gettext("The complaint cell will ask you about the result %(by)s.")
        case Clock.CONTACT if hidden:
            return gettext("An officer will write to you here %(by)s.")
        case Clock.CONTACT:
            return gettext("An officer will contact you %(by)s.")
        case Clock.REPORT:
            return gettext("The officer will submit a report %(by)s.")
    return gettext("A senior officer will decide on the report %(by)s.")


def _overdue_text(what: str, *, hidden: bool) -> str:
    match what:
        case deadline_calendar.VERIFICATION:
            return gettext("The complaint cell should have asked you about the result: the deadline was %(moment)s.")
        case Clock.CONTACT if hidden:
            return gettext("An officer should have written to you here: the deadline was %(moment)s.")
        case Clock.CONTACT:
            return gettext("An officer should have contacted you: the deadline was %(moment)s.")
        case Clock.REPORT:
            return gettext("The report is overdue: the deadline was %(moment)s.")
    return gettext("The decision on the report is overdue: the deadline was %(moment)s.")


def open_or_closed_label(*, is_closed: bool) -> str:
    """Return “Open” or “Closed”.

    This is one of the two facts that the E-tag alone shows (complaints.queries.access_key_facts.load_public_facts).
    """
    return gettext("Closed") if is_closed else gettext("Open")


def format_day(day: date) -> str:
    """Return the day of registration with its year, the other public fact."""
    return date_format(day, "j F Y")
