"""Change the deadlines of running clocks: for another policy, office or calendar, or for new safe hours.

The caller has locked the complaint. `complaints.services.clocks` starts and stops the clocks.
"""

from datetime import datetime, timedelta

from complaints.models import ClockRun, Complaint, RunningClock
from complaints.rules import clock as rule
from complaints.rules.clock import Clock, RunningState
from complaints.rules.working_hours import Hours
from complaints.services import clocks

Why = ClockRun.Why


def apply_new_policy(complaint: Complaint, *, at: datetime, may_extend: bool) -> None:
    """Apply another policy to the running clocks, after the category was changed.

    A running clock gets its new deadline, or keeps the old one if that is earlier. `may_extend` allows a later
    deadline; only an operator of the CPO may do that. Pauses stay valid. If the new category has no limits, all clocks
    stop. If the old category had none, the contact clock and the report clock start from the time of registration.
    """
    policy, report = complaint.policy, clocks.last_clock_run(complaint, Clock.REPORT)
    if not policy.has_limits:
        clocks.stop_all_clocks(complaint, at=at, why=Why.RECATEGORISED)
    elif report is None:
        clocks.start_round_clocks(complaint, at=complaint.received_at)
    else:
        if contact := clocks.last_clock_run(complaint, Clock.CONTACT):
            started_at = clocks.first_clock_run(complaint, Clock.CONTACT).started_at
            new_contact = clocks.new_contact_clock(complaint, started_at)
            due_at = clocks.reachable_contact_deadline(complaint, new_contact.due_at, at=at)
            _apply_new_limit(complaint, contact, due_at, policy.contact_limit, at=at, may_extend=may_extend)
        limit = clocks.report_limit_of(complaint)
        due_at = _report_deadline_under(complaint, limit, at=at)
        _apply_new_limit(complaint, report, due_at, limit, at=at, may_extend=may_extend)


def _report_deadline_under(complaint: Complaint, limit: timedelta, *, at: datetime) -> datetime:
    """Return the report deadline as if the round had started with this limit, plus the time the clock was stopped.

    If the clock is stopped now, the time until `at` counts.
    """
    runs = clocks.report_clock_runs(complaint)
    resumed_at = [run.started_at for run in runs[1:]] + [at]
    stopped = (until - run.ended_at for run, until in zip(runs, resumed_at, strict=True) if run.ended_at)
    return clocks.hours_of(complaint).after(runs[0].started_at, limit) + sum(stopped, timedelta())


def extend_contact_for_safe_hours(complaint: Complaint, *, at: datetime) -> bool:
    """Extend the running contact clock so that the new safe hours, or the new time zone, leave time for a call.

    The deadline never becomes earlier, and a deadline that has passed does not change. Return whether it moved.
    """
    contact = clocks.last_clock_run(complaint, Clock.CONTACT)
    if contact is None or contact.ended_at is not None:
        return False
    due_at = clocks.reachable_contact_deadline(complaint, contact.due_at, at=at)
    if due_at == contact.due_at:
        return False
    _continue_with_deadline(complaint, contact, due_at, contact.limit, at=at, why=Why.SAFE_HOURS)
    clocks.update_due_dates(complaint)
    return True


def change_deadline(
    complaint: Complaint, row: RunningClock, due_at: datetime, *, at: datetime, why: ClockRun.Why
) -> None:
    """Give a running clock another deadline. The caller then calls `update_due_dates` and saves the complaint."""
    run = clocks.last_clock_run(complaint, Clock(row.clock))
    _continue_with_deadline(complaint, run, due_at, row.limit, at=at, why=why)


def follow_office_hours(complaint: Complaint, *, before: Hours, at: datetime) -> None:
    """Continue the running clocks in the hours of the office that the complaint was passed to.

    `before`: the hours of the office that had it. The working time that is left stays the same. A deadline never
    becomes earlier, and one that has passed does not change. The caller saves the complaint.
    """
    after = clocks.hours_of(complaint)
    if after == before:
        return
    for row in RunningClock.objects.promised().filter(complaint=complaint, due_at__gt=at).order_by("clock"):
        clock = Clock(row.clock)
        running = RunningState(row.started_at, row.due_at, row.limit, row.step, row.worked)
        _left, owed = rule.time_left_and_owed(running, at, before)
        due_at = max(row.due_at, after.after(at, owed))
        if clock is Clock.CONTACT:
            due_at = clocks.reachable_contact_deadline(complaint, due_at, at=at)
        clocks.end_clock_run(complaint, row, at, Why.CALENDAR, hours=before)
        clocks.start_clocks(complaint, [(clock, RunningState(at, due_at, row.limit, rule.REMINDER_STEP, owed))])
    clocks.update_due_dates(complaint)


def _apply_new_limit(
    complaint: Complaint, old: ClockRun, due_at: datetime, limit: timedelta, *, at: datetime, may_extend: bool
) -> None:
    """Continue a clock under another policy. Do nothing if it is stopped or if its deadline does not change."""
    if not may_extend:
        due_at, limit = min(due_at, old.due_at), min(limit, old.limit)
    if old.ended_at is None and due_at != old.due_at:
        _continue_with_deadline(complaint, old, due_at, limit, at=at, why=Why.RECATEGORISED)


def _continue_with_deadline(
    complaint: Complaint, old: ClockRun, due_at: datetime, limit: timedelta, *, at: datetime, why: ClockRun.Why
) -> None:
    """End the run of a clock and start the next one with another deadline.

    If the new deadline is in the future, the steps (reminder, breach, escalations) begin again.
    """
    step = clocks.stop_clock(complaint, Clock(old.clock), at=at, why=why)
    clocks.start_clocks(
        complaint, [(Clock(old.clock), RunningState(at, due_at, limit, step if due_at <= at else rule.REMINDER_STEP))]
    )
