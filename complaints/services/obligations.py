"""The clocks that nobody was promised begin and end here (complaints.rules.obligations).

The caller has locked the complaint. They change none of the complaint's own dates but `due_at`, which is that of
the verification once nothing promised runs (clocks.settle_due).
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
"""By the purpose of a call, the clock that it stops."""


def begin(complaint: Complaint, clock: Clock, *, at: datetime, due_at: datetime | None = None) -> None:
    """It runs from `at` on, until `due_at` or by its limit; nothing where one of its kind runs. Two statements more."""
    if RunningClock.objects.filter(complaint=complaint, clock=clock).exists():
        return
    starts_at = at + OWED[clock].begins_after
    due_at = due_at or starts_at + OWED[clock].within
    running = Running(starts_at, due_at, due_at - starts_at)
    before = ClockRun.objects.filter(complaint=complaint, clock=clock).aggregate(last=Max("cycle"))["last"] or 0
    _run(complaint, clock, running, number=before + 1)


def begin_call(complaint: Complaint, clock: Clock, *, at: datetime) -> None:
    """A call that the cell owes; its end leaves time to ring (nobody is rung at night, or outside their hours)."""
    since = at + OWED[clock].begins_after
    begin(complaint, clock, at=at, due_at=clocks.reachable(complaint, since + OWED[clock].within, at=since))


def _run(complaint: Complaint, clock: Clock, running: Running, *, number: int) -> None:
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
    """What the category of a complaint asks for at once: from registration, from a new round, or from the moment at
    which it was given that category. Once done it is not asked for again. No statement for most categories."""
    hours = complaint.policy.urgent_hours
    if hours is None:
        return
    done = ClockRun.objects.filter(complaint=complaint, clock=Clock.URGENT, why=Why.DONE)
    if not done.exists():
        begin(complaint, Clock.URGENT, at=at, due_at=at + timedelta(hours=hours))


def begin_referral(complaint: Complaint, *, at: datetime) -> None:
    """The referral to the body that investigates the matter; once done it is not owed again. No statement for most
    categories."""
    if complaint.category.code not in REFERRED:
        return
    done = ClockRun.objects.filter(complaint=complaint, clock=Clock.REFERRAL, why=Why.DONE)
    if not done.exists():
        begin(complaint, Clock.REFERRAL, at=at)


def end(complaint: Complaint, clock: Clock, *, at: datetime, why: ClockRun.Why = Why.DONE) -> None:
    """It stops, where it runs."""
    clocks.stop(complaint, clock, at=at, why=why)


def follow(complaint: Complaint, move: Move, known: Facts, *, at: datetime) -> None:
    """Let them do what a move says. Nothing, and no statement, for most moves."""
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
    if Clock.EXCUSE in move.begins and wants_cell(known.tries + 1, has_phone=has_phone):
        clocks.stop(complaint, Clock.CONTACT, at=at, why=Why.TRIED)
        begin_call(complaint, Clock.EXCUSE, at=at)
        clocks.settle_due(complaint)


def _follow_category(complaint: Complaint, *, at: datetime) -> None:
    """Another category asks for another act, or for none; one that asks for one too keeps the earlier time."""
    if complaint.policy.urgent_hours is None:
        end(complaint, Clock.URGENT, at=at, why=Why.RECATEGORISED)
    begin_urgent(complaint, at=at)
    if complaint.category.code not in REFERRED:
        end(complaint, Clock.REFERRAL, at=at, why=Why.RECATEGORISED)
    begin_referral(complaint, at=at)


def rung(complaint: Complaint, purpose: Purpose, *, at: datetime, again_at: datetime) -> None:
    """The cell has rung, and no move came of it: about a contact it owes the next call a day after `again_at`.

    Whom the officer had not reached, the cell has: the officer's clock runs on with what was left.
    """
    clock = CALLS.get(purpose)
    if clock is None:
        return
    if clock is Clock.CALL:
        end(complaint, clock, at=at, why=Why.RUNG)
        due_at = clocks.reachable(complaint, again_at + OWED[clock].within, at=again_at)
        before = OWED[clock].begins_after
        begin(complaint, clock, at=again_at - before, due_at=due_at)
    elif RunningClock.objects.filter(complaint=complaint, clock=clock).exists():
        end(complaint, clock, at=at, why=Why.RUNG)
        clocks.run_on(complaint, Clock.CONTACT, at=at)
        complaint.save(update_fields=["due_at", "contact_due_at"])
