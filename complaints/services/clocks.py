"""Start, stop and resume the clocks of one complaint.

A clock is stored in two tables: `ClockRun`, the ledger of all runs, and `RunningClock`, one narrow row for each clock
that runs now. The caller has locked the complaint. The arithmetic is in `complaints.rules.clock`; the module
`clock_changes.deadline_changes` gives running clocks other deadlines.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from complaints.models import NO_DEADLINE, ClockRun, Complaint, RunningClock
from complaints.rules import clock as rule
from complaints.rules.clock import PROMISED, Clock, RunningState, SafeHours, StoppedState
from complaints.rules.clock_obligations import CLOCKS_AFTER_THE_END
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import OPEN, Status
from complaints.rules.working_hours import AROUND_THE_CLOCK, Hours
from complaints.services.clock_changes import clock_notes
from complaints.workflow.declaration import Effect, Move

PAKISTAN = ZoneInfo("Asia/Karachi")
Why = ClockRun.Why


def start_round_clocks(complaint: Complaint, *, at: datetime) -> None:
    """Start the contact clock and the report clock of a round. The caller saves the complaint."""
    start_clocks(complaint, set_round_deadlines(complaint, at=at))


def set_round_deadlines(complaint: Complaint, *, at: datetime) -> list[tuple[Clock, RunningState]]:
    """Set the deadlines of a new round on the complaint; return the clocks for `start_clocks`.

    `start_clocks` needs the complaint's row, which at registration is not in the database yet. The second and third
    rounds have half the report limit. An anonymous complainant is not contacted; the officer asks questions in the
    portal instead (docs/rules.md, *Contact*).
    """
    policy = complaint.policy
    complaint.contact_due_at = complaint.report_due_at = complaint.contacted_at = complaint.pause_ends_at = None
    complaint.contact, complaint.contact_ran_out = ContactState.NOT_NEEDED, False
    started = []
    if policy.contact_limit is not None and not complaint.complainant.anonymous:
        complaint.contact = ContactState.OPEN
        started.append((Clock.CONTACT, new_contact_clock(complaint, at)))
    if policy.report_limit is not None:
        started.append((Clock.REPORT, rule.start_clock(at, report_limit_of(complaint), hours_of(complaint))))
    _set_deadline_fields(complaint, started)
    complaint.due_at = min((running.due_at for _, running in started), default=NO_DEADLINE)
    return started


def time_zone_of(complaint: Complaint) -> tzinfo:
    """Return the complainant's time zone, which decides when it is night and when the safe hours are."""
    return ZoneInfo(complaint.complainant.time_zone)


def safe_hours_of(complaint: Complaint) -> SafeHours | None:
    """Return the hours in which the complainant can be called, or None if they chose none."""
    person = complaint.complainant
    return None if person.safe_from is None else SafeHours(person.safe_from, person.safe_until)


def _calling_hours_arguments(complaint: Complaint) -> dict:
    """Return the arguments of `rule.reachable_deadline` that say when the complainant can be called."""
    urgent = complaint.policy.is_urgent
    return {"zone": time_zone_of(complaint), "urgent": urgent, "safe": safe_hours_of(complaint)}


def new_contact_clock(complaint: Complaint, at: datetime) -> RunningState:
    """Return the contact clock of a round that begins at `at`. Its deadline leaves time for a call."""
    policy = complaint.policy
    return rule.start_contact_clock(
        at, policy.contact_limit, hours=hours_of(complaint), **_calling_hours_arguments(complaint)
    )


def hours_of(complaint: Complaint) -> Hours:
    """Return the hours in which the complaint's limits are used up at the office that has it now."""
    policy = complaint.policy
    return AROUND_THE_CLOCK if policy.calendar_id is None else policy.hours_at(complaint.office.kind)


def report_limit_of(complaint: Complaint) -> timedelta | None:
    """Return the report limit of the complaint's current round, or None if its policy has none."""
    limit = complaint.policy.report_limit
    return limit if limit is None or complaint.cycle == 1 else rule.halve_report_limit(limit)


def apply_move_to_clocks(complaint: Complaint, move: Move, *, at: datetime, old_status: Status) -> None:
    """Apply the effects of a move to the clocks, and update the complaint's deadlines. The caller saves the complaint.

    `old_status`: the status before the move.
    """
    if move.new_cycle:
        stop_all_clocks(complaint, at=at, why=Why.NEW_CYCLE)
        complaint.cycle += 1
        start_round_clocks(complaint, at=at)
        return
    for clock, effect in ((Clock.CONTACT, move.contact), (Clock.REPORT, move.report), (Clock.DECISION, move.decision)):
        if effect is Effect.RESUMES and old_status is Status.REPORTED:
            effect = Effect.RETURNS  # The complaint was taken from the deciding officer and marked to another one.
        _EFFECTS[effect](complaint, clock, at)
    if complaint.status in OPEN:
        update_due_dates(complaint)
    else:
        if complaint.pause_ends_at is not None and complaint.pause_ends_at < at:
            _resume_after_pause(complaint, Clock.REPORT, at)  # The job that ends pauses has not run yet.
        complaint.pause_ends_at = None
        stop_all_clocks(complaint, at=at, why=Why.ENDED)


def reachable_contact_deadline(complaint: Complaint, due_at: datetime, *, at: datetime) -> datetime:
    """Return this contact deadline, moved if necessary so that it leaves time for a call."""
    return rule.reachable_deadline(due_at, at, **_calling_hours_arguments(complaint))


def stop_contact_clocks(complaint: Complaint, *, at: datetime) -> None:
    """Stop the clocks of the contact, because no contact is required any more."""
    complaint.contact = ContactState.NOT_NEEDED
    for clock in (Clock.CONTACT, Clock.CALL, Clock.EXCUSE):
        stop_clock(complaint, clock, at=at, why=Why.ENDED)


def stop_all_clocks(complaint: Complaint, *, at: datetime, why: ClockRun.Why) -> None:
    """Stop all clocks except those that outlive the complaint, such as that of a report of pressure."""
    running = RunningClock.objects.select_for_update().filter(complaint=complaint)
    for row in running.exclude(clock__in=CLOCKS_AFTER_THE_END):
        end_clock_run(complaint, row, at, why)


def stop_clocks_for_good(complaint: Complaint, *, at: datetime) -> None:
    """Stop every clock, because no officer can open the complaint. The caller saves the complaint."""
    stop_all_clocks(complaint, at=at, why=Why.SEALED)
    clear_deadlines(complaint)


def clear_deadlines(complaint: Complaint) -> None:
    """Set the complaint's fields as if its category had no limits."""
    complaint.contact_due_at = complaint.report_due_at = complaint.pause_ends_at = None
    complaint.contact, complaint.due_at = ContactState.NOT_NEEDED, NO_DEADLINE


def update_due_dates(complaint: Complaint) -> None:
    """Set `due_at` to the earliest deadline of the promised clocks, and `pause_ends_at` to the end of a pause.

    During a pause the report deadline counts as if the complainant gave no answer. After a report was accepted no
    promised clock runs, so `due_at` is the deadline of the verification, which lists show. The caller saves the
    complaint.
    """
    deadlines = list(_deadlines_of(RunningClock.objects.promised(), complaint))
    complaint.pause_ends_at = None
    if complaint.status == Status.AWAITING_CITIZEN:
        runs, share = report_clock_runs(complaint), complaint.policy.pause_share
        complaint.pause_ends_at = rule.pause_ends_at(runs, share)
        deadlines.append(rule.deadline_if_unanswered(runs, share, hours_of(complaint)))
    deadlines = deadlines or list(_deadlines_of(RunningClock.objects.filter(clock=str(Clock.VERIFY)), complaint))
    if deadlines:
        complaint.due_at = min(deadlines)
    elif not complaint.policy.has_limits:
        complaint.due_at = NO_DEADLINE


def _deadlines_of(running: QuerySet, complaint: Complaint) -> QuerySet:
    return running.filter(complaint=complaint).values_list("due_at", flat=True)


def report_clock_runs(complaint: Complaint) -> list[ClockRun]:
    """Return the runs of the report clock in this round, in order."""
    return list(complaint.clock_runs.filter(clock=Clock.REPORT, cycle=complaint.cycle).order_by("started_at", "pk"))


def first_clock_run(complaint: Complaint, clock: Clock) -> ClockRun | None:
    """Return the first run of a clock in this round, or None."""
    return complaint.clock_runs.filter(clock=clock, cycle=complaint.cycle).order_by("started_at", "pk").first()


def last_clock_run(complaint: Complaint, clock: Clock) -> ClockRun | None:
    """Return the latest run of a clock in this round, or None."""
    return complaint.clock_runs.filter(clock=clock, cycle=complaint.cycle).order_by("started_at", "pk").last()


def start_clocks(complaint: Complaint, started: Sequence[tuple[Clock, RunningState]]) -> None:
    """Start these clocks: write a `ClockRun` and a `RunningClock` for each. The complaint must be in the database."""
    runs, rows = [], []
    for clock, running in started:
        common = {
            "complaint": complaint,
            "clock": clock,
            "cycle": complaint.cycle,
            "started_at": running.started_at,
            "limit": running.limit,
            "step": running.step,
        }
        clock_notes.note_clock_start(complaint, clock, complaint.cycle, running)
        hours = hours_of(complaint)
        next_step_at = rule.next_step_at(running, complaint.policy.steps, hours)
        owed = running.owed or hours.between(running.started_at, running.due_at)
        worked = None if hours is AROUND_THE_CLOCK else owed
        runs.append(ClockRun(budget=running.budget, **common))
        rows.append(RunningClock(due_at=running.due_at, next_step_at=next_step_at, worked=worked, **common))
    if started:
        ClockRun.objects.bulk_create(runs)
        RunningClock.objects.bulk_create(rows)
    _set_deadline_fields(complaint, started)


def _set_deadline_fields(complaint: Complaint, started: Sequence[tuple[Clock, RunningState]]) -> None:
    """Set the complaint's fields for the contact deadline and the report deadline."""
    for clock, running in started:
        if clock is Clock.CONTACT:
            complaint.contact_due_at = running.due_at
        elif clock is Clock.REPORT:
            complaint.report_due_at = running.due_at


def stop_clock(complaint: Complaint, clock: Clock, *, at: datetime, why: ClockRun.Why) -> int:
    """Stop a clock if it runs; return the step with which a later run continues."""
    row = RunningClock.objects.select_for_update().filter(complaint=complaint, clock=clock).first()
    return rule.REMINDER_STEP if row is None else end_clock_run(complaint, row, at, why)


def resume_contact_clock(complaint: Complaint, clock: Clock, *, at: datetime) -> None:
    """Resume a stopped contact clock with the time that was left. The new deadline leaves time for a call."""
    if stopped := _state_of_stopped_clock(complaint, clock):
        running = rule.resume_clock(stopped, at, hours_of(complaint))
        running = running._replace(due_at=reachable_contact_deadline(complaint, running.due_at, at=at))
        start_clocks(complaint, [(clock, running)])
        update_due_dates(complaint)


def end_clock_run(
    complaint: Complaint, row: RunningClock, at: datetime, why: ClockRun.Why, *, hours: Hours | None = None
) -> int:
    """End a run; return the step with which a later run continues.

    `hours`: those in which it ran, by default those of the complaint's office. Only promised clocks use the calendar of
    the policy; all others count all hours. Steps that fell due before the end but that no sweep has taken are recorded
    with `unswept_at`, so that the next sweep takes them; deferred steps did not fall due.
    """
    runs = ClockRun.objects.filter(complaint=complaint, clock=row.clock, ended_at=None)
    ended_at = max(at, row.started_at)
    hours = hours or (hours_of(complaint) if row.clock in PROMISED else AROUND_THE_CLOCK)
    running = RunningState(row.started_at, row.due_at, row.limit, row.step, row.worked)
    left, owed = (None, None) if hours is AROUND_THE_CLOCK else rule.time_left_and_owed(running, ended_at, hours)
    is_step_due = row.next_step_at is not None and row.next_step_at < ended_at
    missed = _missed_step_times(complaint, row, ended_at) if is_step_due else []
    unswept_at = max(missed[0], row.next_step_at) if missed else None
    clock_notes.note_clock_stop(complaint, row, at=ended_at, why=why)
    runs.update(ended_at=ended_at, why=why, step=row.step, left=left, owed=owed, unswept_at=unswept_at)
    if row.clock == Clock.CONTACT and ended_at > row.due_at:
        complaint.contact_ran_out = True
    row.delete()
    return rule.step_after_missed(row.step, missed)


def _missed_step_times(complaint: Complaint, row: ClockRun | RunningClock, ended_at: datetime) -> list[datetime]:
    """Return when each step fell due that no sweep had taken before the clock stopped."""
    running = RunningState(row.started_at, row.due_at, row.limit, row.step)
    return rule.missed_step_times(running, ended_at, complaint.policy.steps)


def _state_of_stopped_clock(complaint: Complaint, clock: Clock) -> StoppedState | None:
    """Return the state of a stopped clock, or None if it runs or never ran in this round."""
    last = last_clock_run(complaint, clock)
    return None if last is None or last.ended_at is None else _state_after_run(complaint, last)


def _state_after_run(complaint: Complaint, last: ClockRun) -> StoppedState:
    """Return the state of a clock that stopped at the end of this run."""
    missed = _missed_step_times(complaint, last, last.ended_at) if last.unswept_at else []
    return StoppedState(
        last.ended_at, last.time_left_when_stopped, last.limit, rule.step_after_missed(last.step, missed), last.owed
    )


def _start_decision_clock(complaint: Complaint, clock: Clock, at: datetime) -> None:
    start_clocks(complaint, [(clock, rule.start_clock(at, complaint.policy.decision_limit, hours_of(complaint)))])


def _make_stop_effect(why: ClockRun.Why) -> Callable[[Complaint, Clock, datetime], None]:
    """Return an effect that stops the clock for this reason."""
    return lambda complaint, clock, at: stop_clock(complaint, clock, at=at, why=why)


def _resume_after_denial(complaint: Complaint, clock: Clock, at: datetime) -> None:
    """Let the contact clock run on as if the contact had never been claimed."""
    if stopped := _state_of_stopped_clock(complaint, clock):
        start_clocks(complaint, [(clock, rule.resume_after_denial(stopped, last_clock_run(complaint, clock).due_at))])


def _resume_after_pause(complaint: Complaint, clock: Clock, at: datetime) -> None:
    """End a pause at `at`, or at the limit of the pauses if that came first.

    A late answer, or a job that ran late, does not make the pause longer.
    """
    runs = report_clock_runs(complaint)
    if runs and runs[-1].why == Why.PAUSED:
        pause_ended_at = min(at, rule.pause_ends_at(runs, complaint.policy.pause_share))
        stopped = _state_after_run(complaint, runs[-1])
        start_clocks(complaint, [(clock, rule.resume_clock(stopped, pause_ended_at, hours_of(complaint)))])


def _resume_after_return(complaint: Complaint, clock: Clock, at: datetime) -> None:
    """Resume the report clock of a returned report: with the time that was left, but at least a day."""
    if stopped := _state_of_stopped_clock(complaint, clock):
        start_clocks(complaint, [(clock, rule.resume_after_return(stopped, at, hours_of(complaint)))])


def _continue_after_end(complaint: Complaint, clock: Clock, at: datetime) -> None:
    """Resume a clock that the end of the complaint stopped, with the time that was left."""
    last = last_clock_run(complaint, clock)
    if last is None or last.why != Why.ENDED:
        return
    if clock is Clock.CONTACT:
        resume_contact_clock(complaint, clock, at=at)
    else:
        stopped = _state_after_run(complaint, last)
        start_clocks(complaint, [(clock, rule.resume_clock(stopped, at, hours_of(complaint)))])


def _leave_unchanged(complaint: Complaint, clock: Clock, at: datetime) -> None:
    """Do nothing: the clock keeps its state. A confirmed contact leaves the run ended at the time of the claim."""


_EFFECTS = {
    Effect.RUNS_ON: _leave_unchanged,
    Effect.STARTS: _start_decision_clock,
    Effect.SUSPENDS: _make_stop_effect(Why.SUSPENDED),
    Effect.CONFIRMS: _leave_unchanged,
    Effect.DENIES: _resume_after_denial,
    Effect.PAUSES: _make_stop_effect(Why.PAUSED),
    Effect.RESUMES: _resume_after_pause,
    Effect.RETURNS: _resume_after_return,
    Effect.CONTINUES: _continue_after_end,
    Effect.STOPS: _make_stop_effect(Why.DONE),
}
