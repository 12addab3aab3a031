"""Start and stop the clocks that exist for the police only (`complaints.rules.obligations`).

The caller has locked the complaint. Of the complaint's own dates these clocks change only `due_at`: while no promised
clock runs, it is the deadline of the verification (`clocks.settle_due`).
"""

from datetime import datetime, timedelta

from django.db.models import Max

from complaints.models import ClockRun, Complaint, RunningClock
from complaints.rules import clock as rule
from complaints.rules.calls.calling import Purpose
from complaints.rules.clock import Clock, Running
from complaints.rules.facts import Facts
from complaints.rules.obligations import OWED, wants_cell
from complaints.rules.referral import REFERRED
from complaints.services import clock_notes, clocks
from complaints.workflow.assignment import RECATEGORISE
from complaints.workflow.declaration import Move

Why = ClockRun.Why
CALLS = {Purpose.CONTACT: Clock.CALL, Purpose.EXCUSE: Clock.EXCUSE}
"""The clock that a call stops, by the purpose of the call."""


def begin(complaint: Complaint, clock: Clock, *, at: datetime, due_at: datetime | None = None) -> None:
    """Start a clock at `at`, with the deadline `due_at` or its usual limit. Do nothing if a clock of its kind runs.

    The runs of such a clock are numbered in `cycle`.
    """
    if RunningClock.objects.filter(complaint=complaint, clock=clock).exists():
        return
    starts_at = at + OWED[clock].begins_after
    due_at = due_at or starts_at + OWED[clock].within
    running = Running(starts_at, due_at, due_at - starts_at)
    last_number = ClockRun.objects.filter(complaint=complaint, clock=clock).aggregate(last=Max("cycle"))["last"] or 0
    _write_run(complaint, clock, running, number=last_number + 1)


def begin_call(complaint: Complaint, clock: Clock, *, at: datetime) -> None:
    """Start the clock of a call that the complaint cell has to make.

    The deadline leaves time for a call: nobody is called at night or outside their safe hours.
    """
    since = at + OWED[clock].begins_after
    begin(complaint, clock, at=at, due_at=clocks.reachable(complaint, since + OWED[clock].within, at=since))


def _write_run(complaint: Complaint, clock: Clock, running: Running, *, number: int) -> None:
    common = {
        "complaint": complaint,
        "clock": clock,
        "cycle": number,
        "started_at": running.started_at,
        "limit": running.limit,
    }
    clock_notes.began(complaint, clock, number, running)
    ClockRun.objects.create(budget=running.budget, **common)
    next_step_at = rule.next_step_at(running, complaint.policy.steps)
    RunningClock.objects.create(due_at=running.due_at, next_step_at=next_step_at, **common)


def begin_urgent(complaint: Complaint, *, at: datetime) -> None:
    """Start the clock of the urgent action that the category requires, unless the action was already taken.

    It starts at registration, in a new round, or when the complaint gets the category. Most categories require none
    and cost no query.
    """
    hours = complaint.policy.urgent_hours
    if hours is None:
        return
    done_runs = ClockRun.objects.filter(complaint=complaint, clock=Clock.URGENT, why=Why.DONE)
    if not done_runs.exists():
        begin(complaint, Clock.URGENT, at=at, due_at=at + timedelta(hours=hours))


def begin_referral(complaint: Complaint, *, at: datetime) -> None:
    """Start the clock of the referral to the body that investigates the matter, unless it was already referred.

    Most categories require no referral and cost no query.
    """
    if complaint.category.code not in REFERRED:
        return
    done_runs = ClockRun.objects.filter(complaint=complaint, clock=Clock.REFERRAL, why=Why.DONE)
    if not done_runs.exists():
        begin(complaint, Clock.REFERRAL, at=at)


def end(complaint: Complaint, clock: Clock, *, at: datetime, why: ClockRun.Why = Why.DONE) -> None:
    """Stop a clock if it runs."""
    clocks.stop(complaint, clock, at=at, why=why)


def follow(complaint: Complaint, move: Move, guard_facts: Facts, *, at: datetime) -> None:
    """Apply the effects of a move to these clocks. Most moves have none and cost no query.

    `known`: the facts with which the guards of the move were checked.
    """
    for clock in OWED:
        if clock in move.ends:
            end(complaint, clock, at=at)
    if move.new_cycle:
        begin_urgent(complaint, at=at)
        begin_referral(complaint, at=at)
    if move is RECATEGORISE and complaint.is_open:
        _follow_category(complaint, at=at)
    has_phone = bool(complaint.complainant.phone_index)
    if Clock.CALL in move.begins and has_phone:
        begin_call(complaint, Clock.CALL, at=at)
    if Clock.VERIFY in move.begins and complaint.awaits_verification:
        begin(complaint, Clock.VERIFY, at=at)
        clocks.settle_due(complaint)
    if Clock.EXCUSE in move.begins and wants_cell(guard_facts.tries + 1, has_phone=has_phone):
        clocks.stop(complaint, Clock.CONTACT, at=at, why=Why.TRIED)
        begin_call(complaint, Clock.EXCUSE, at=at)
        clocks.settle_due(complaint)


def _follow_category(complaint: Complaint, *, at: datetime) -> None:
    """Start or stop the urgent action and the referral after a change of category.

    A clock that already runs keeps its deadline if the new category requires the same.
    """
    if complaint.policy.urgent_hours is None:
        end(complaint, Clock.URGENT, at=at, why=Why.RECATEGORISED)
    begin_urgent(complaint, at=at)
    if complaint.category.code not in REFERRED:
        end(complaint, Clock.REFERRAL, at=at, why=Why.RECATEGORISED)
    begin_referral(complaint, at=at)


def rung(complaint: Complaint, purpose: Purpose, *, at: datetime, next_call_from: datetime) -> None:
    """Update the clocks after a call of the complaint cell that led to no move.

    After a call about a claimed contact, the next call is due a day after `again_at`. After a call to a complainant
    whom the officer could not reach, the officer's contact clock resumes with the time that was left.
    """
    clock = CALLS.get(purpose)
    if clock is None:
        return
    if clock is Clock.CALL:
        end(complaint, clock, at=at, why=Why.RUNG)
        due_at = clocks.reachable(complaint, next_call_from + OWED[clock].within, at=next_call_from)
        begin(complaint, clock, at=next_call_from - OWED[clock].begins_after, due_at=due_at)
    elif RunningClock.objects.filter(complaint=complaint, clock=clock).exists():
        end(complaint, clock, at=at, why=Why.RUNG)
        clocks.run_on(complaint, Clock.CONTACT, at=at)
        complaint.save(update_fields=["due_at", "contact_due_at"])
