"""Start and stop the clocks that exist for the police only (`complaints.rules.clock_obligations`).

The caller has locked the complaint. Of the complaint's own dates these clocks change only `due_at`: while no promised
clock runs, it is the deadline of the verification (`clocks.update_due_dates`).
"""

from datetime import datetime, timedelta

from django.db.models import Max

from complaints.models import ClockRun, Complaint, Exclusion, RunningClock
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.queries.pressure_reports import is_calling_forbidden
from complaints.rules import clock as rule
from complaints.rules.calls.cell_calls import Purpose, Result
from complaints.rules.clock import Clock, RunningState
from complaints.rules.clock_obligations import OBLIGATIONS, needs_call_by_cell
from complaints.rules.exclusion.conflict_exclusion import is_sealed_from_police
from complaints.rules.exclusion.settling import needs_settling, settling_limit
from complaints.rules.guard_facts import Facts
from complaints.rules.outside_referral import REFERRED_CATEGORIES
from complaints.services import clocks
from complaints.services.clock_changes import clock_notes
from complaints.workflow.assignment import RECATEGORISE
from complaints.workflow.declaration import Move
from complaints.workflow.exclusion_changes import LEAVE_UNSETTLED, PASS_UP_UNSETTLED
from complaints.workflow.merging_and_linking import UNMERGE

Why = ClockRun.Why
GROUNDS_TO_SETTLE = (Exclusion.Ground.POST, Exclusion.Ground.UNKNOWN_RANK, Exclusion.Ground.CENTRAL_STAFF)
"""The grounds of exclusions that follow from the complainant's description, which an operator confirms."""
RUN_OUT_MOVES = (PASS_UP_UNSETTLED, LEAVE_UNSETTLED)
"""The moves that end a clock because nobody did the task in time."""
CLOCK_OF_CALL = {Purpose.CONTACT: Clock.CALL, Purpose.EXCUSE: Clock.EXCUSE}
"""The clock that a call stops, by the purpose of the call."""
CALL_CLOCKS = (Clock.CALL, Clock.EXCUSE, Clock.VERIFY)
"""The clocks of questions that the complaint cell asks the complainant by telephone."""


def start_internal_clock(complaint: Complaint, clock: Clock, *, at: datetime, due_at: datetime | None = None) -> None:
    """Start a clock at `at`, with the deadline `due_at` or its usual limit. Do nothing if a clock of its kind runs.

    The runs of such a clock are numbered in `cycle`.
    """
    if RunningClock.objects.filter(complaint=complaint, clock=clock).exists():
        return
    starts_at = at + OBLIGATIONS[clock].begins_after
    due_at = due_at or starts_at + OBLIGATIONS[clock].within
    running = RunningState(starts_at, due_at, due_at - starts_at)
    last_number = ClockRun.objects.filter(complaint=complaint, clock=clock).aggregate(last=Max("cycle"))["last"] or 0
    _write_clock_run(complaint, clock, running, number=last_number + 1)


def start_call_clock(complaint: Complaint, clock: Clock, *, at: datetime) -> None:
    """Start the clock of a call that the complaint cell has to make.

    The deadline leaves time for a call: nobody is called at night or outside their safe hours.
    """
    since = at + OBLIGATIONS[clock].begins_after
    start_internal_clock(
        complaint,
        clock,
        at=at,
        due_at=clocks.reachable_contact_deadline(complaint, since + OBLIGATIONS[clock].within, at=since),
    )


def _write_clock_run(complaint: Complaint, clock: Clock, running: RunningState, *, number: int) -> None:
    common = {
        "complaint": complaint,
        "clock": clock,
        "cycle": number,
        "started_at": running.started_at,
        "limit": running.limit,
    }
    clock_notes.note_clock_start(complaint, clock, number, running)
    ClockRun.objects.create(budget=running.budget, **common)
    is_deferred = clock in CALL_CLOCKS and is_calling_forbidden(complaint)
    next_step_at = None if is_deferred else rule.next_step_at(running, complaint.policy.steps)
    RunningClock.objects.create(due_at=running.due_at, next_step_at=next_step_at, **common)


def defer_call_steps(complaint: Complaint) -> None:
    """Defer the steps of the clocks that ask for a call, because nobody may call the complainant (decision 0014).

    A reminder would press the cell to call, and a breach would count against it. The deadlines stay: another one would
    show the district that something happened.
    """
    RunningClock.objects.filter(complaint=complaint, clock__in=CALL_CLOCKS).update(next_step_at=None)


def resume_call_steps(complaint: Complaint, *, at: datetime) -> None:
    """Resume the deferred steps, because the complainant may be called again.

    If less time is left until a deadline than the cell usually has for the call, no step is taken before that time is
    over, and the reminder is left out.
    """
    for row in RunningClock.objects.select_for_update().filter(
        complaint=complaint, clock__in=CALL_CLOCKS, next_step_at=None
    ):
        within = OBLIGATIONS[Clock(row.clock)].within
        has_time_until = clocks.reachable_contact_deadline(complaint, at + within, at=at)
        if row.due_at < has_time_until:
            row.step = max(row.step, rule.BREACH_STEP)
        running = RunningState(row.started_at, row.due_at, row.limit, row.step)
        if next_step_at := rule.next_step_at(running, complaint.policy.steps):
            row.next_step_at = next_step_at if row.step == rule.REMINDER_STEP else max(next_step_at, has_time_until)
            row.save(update_fields=["step", "next_step_at"])


def start_urgent_action_clock(complaint: Complaint, *, at: datetime) -> None:
    """Start the clock of the urgent action that the category requires, unless the action was already taken.

    It starts at registration, in a new round, or when the complaint gets the category. Most categories require none
    and cost no query.
    """
    hours = complaint.policy.urgent_hours
    if hours is None:
        return
    done_runs = ClockRun.objects.filter(complaint=complaint, clock=Clock.URGENT, why=Why.DONE)
    if not done_runs.exists():
        start_internal_clock(complaint, Clock.URGENT, at=at, due_at=at + timedelta(hours=hours))


def start_referral_clock(complaint: Complaint, *, at: datetime) -> None:
    """Start the clock of the referral to the body that investigates the matter, unless it was already referred.

    Most categories require no referral and cost no query.
    """
    if complaint.category.code not in REFERRED_CATEGORIES:
        return
    done_runs = ClockRun.objects.filter(complaint=complaint, clock=Clock.REFERRAL, why=Why.DONE)
    if not done_runs.exists():
        start_internal_clock(complaint, Clock.REFERRAL, at=at)


def start_settling_clock(complaint: Complaint, *, keep_from: str = "", at: datetime) -> bool:
    """Start the clock of settling if an operator has to confirm whom the complaint is against. Return whether.

    keep_from: the complainant's answer to "Should any police officer or office be kept from this complaint?".

    The caller records an event afterwards. It starts at registration, and when a later answer adds an exclusion. Most
    complaints have none and cost one query. It does not start if nobody in the police may see the complaint, because
    nobody could settle it.
    """
    derived = Exclusion.objects.current().filter(complaint=complaint, ground__in=GROUNDS_TO_SETTLE, confirmed_at=None)
    has_derived_exclusion = derived.exists()
    if not needs_settling(has_derived_exclusion=has_derived_exclusion, keep_from=keep_from):
        return False
    if has_derived_exclusion and is_sealed_from_police(conflict_exclusion_of(complaint, at=at)):
        return False
    due_at = at + settling_limit(complaint.category.code)
    start_internal_clock(complaint, Clock.SETTLING, at=at, due_at=due_at)
    return True


def start_listening_clock(complaint: Complaint, *, text: str, at: datetime) -> None:
    """Start the clock of listening to the voice note if there is no text. With text, no query."""
    if not text:
        start_internal_clock(complaint, Clock.LISTENING, at=at)


def stop_internal_clock(complaint: Complaint, clock: Clock, *, at: datetime, why: ClockRun.Why = Why.DONE) -> None:
    """Stop a clock if it runs."""
    clocks.stop_clock(complaint, clock, at=at, why=why)


def apply_move_to_internal_clocks(complaint: Complaint, move: Move, guard_facts: Facts, *, at: datetime) -> None:
    """Apply the effects of a move to these clocks. Most moves have none and cost no query.

    `guard_facts`: the facts with which the guards of the move were checked.
    """
    for clock in OBLIGATIONS:
        if clock in move.ends:
            stop_internal_clock(complaint, clock, at=at, why=Why.RAN_OUT if move in RUN_OUT_MOVES else Why.DONE)
    if move.new_cycle or move is UNMERGE:
        start_urgent_action_clock(complaint, at=at)
        start_referral_clock(complaint, at=at)
    if move is UNMERGE:
        start_settling_clock(complaint, at=at)
    if move is RECATEGORISE and complaint.is_open:
        _apply_new_category(complaint, at=at)
    has_phone = bool(complaint.complainant.phone_index)
    if Clock.CALL in move.begins and has_phone:
        start_call_clock(complaint, Clock.CALL, at=at)
    if Clock.VERIFY in move.begins and complaint.awaits_verification:
        start_internal_clock(complaint, Clock.VERIFY, at=at)
        clocks.update_due_dates(complaint)
    if Clock.EXCUSE in move.begins and needs_call_by_cell(guard_facts.tries + 1, has_phone=has_phone):
        clocks.stop_clock(complaint, Clock.CONTACT, at=at, why=Why.TRIED)
        start_call_clock(complaint, Clock.EXCUSE, at=at)
        clocks.update_due_dates(complaint)


def _apply_new_category(complaint: Complaint, *, at: datetime) -> None:
    """Start or stop the urgent action and the referral after a change of category.

    A clock that already runs keeps its deadline if the new category requires the same.
    """
    if complaint.policy.urgent_hours is None:
        stop_internal_clock(complaint, Clock.URGENT, at=at, why=Why.RECATEGORISED)
    start_urgent_action_clock(complaint, at=at)
    if complaint.category.code not in REFERRED_CATEGORIES:
        stop_internal_clock(complaint, Clock.REFERRAL, at=at, why=Why.RECATEGORISED)
    start_referral_clock(complaint, at=at)


def update_clocks_after_call(
    complaint: Complaint, purpose: Purpose, result: Result, *, at: datetime, next_call_from: datetime
) -> None:
    """Update the clocks after a call of the complaint cell that led to no move.

    While the cell still has to call, it has the usual time from `next_call_from`. Once it reached a complainant whom
    the officer could not reach, the officer's contact clock resumes with the time that was left.
    """
    clock = CLOCK_OF_CALL.get(purpose)
    if clock is None:
        return
    if clock is Clock.EXCUSE and not RunningClock.objects.filter(complaint=complaint, clock=clock).exists():
        return
    stop_internal_clock(complaint, clock, at=at, why=Why.RUNG)
    if clock is Clock.EXCUSE and result is Result.REACHED:
        clocks.resume_contact_clock(complaint, Clock.CONTACT, at=at)
        complaint.save(update_fields=["due_at", "contact_due_at"])
    else:
        start_call_clock(complaint, clock, at=next_call_from - OBLIGATIONS[clock].begins_after)
