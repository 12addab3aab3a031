"""The clocks of one complaint, kept in two places: the ledger of runs, and one narrow row per running clock.

The caller has locked the complaint; the arithmetic is `complaints.rules.clock`.
"""

from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from complaints.models import NO_DEADLINE, ClockRun, Complaint, RunningClock
from complaints.rules import clock as rule
from complaints.rules.clock import Clock, Running, Stopped
from complaints.rules.guards import Contact
from complaints.rules.moves import Effect, Move
from complaints.rules.statuses import Status

PAKISTAN = ZoneInfo("Asia/Karachi")
Why = ClockRun.Why


def start_cycle(complaint: Complaint, *, at: datetime, zone: tzinfo = PAKISTAN) -> None:
    """The contact and the report clock of a cycle. A second or third cycle has half the report limit."""
    policy = complaint.policy
    complaint.contact_due_at = complaint.report_due_at = complaint.contacted_at = None
    complaint.contact = Contact.NOT_NEEDED
    if policy.contact_limit is not None:
        complaint.contact = Contact.OPEN
        _run(complaint, Clock.CONTACT, rule.start_contact(at, policy.contact_limit, zone, urgent=policy.is_urgent))
    if policy.report_limit is not None:
        _run(complaint, Clock.REPORT, rule.start(at, report_limit(complaint)))
    settle_due(complaint, at=at)


def report_limit(complaint: Complaint) -> timedelta | None:
    """The report limit of the complaint's present cycle."""
    limit = complaint.policy.report_limit
    return limit if limit is None or complaint.cycle == 1 else rule.half(limit)


def follow(complaint: Complaint, move: Move, *, at: datetime, came_from: Status) -> None:
    """Let every clock do what the move says. The complaint's own figures follow; the caller saves them."""
    if move.new_cycle:
        stop_all(complaint, at=at, why=Why.NEW_CYCLE)
        complaint.cycle += 1
        start_cycle(complaint, at=at)
        return
    if complaint.status not in _CLOCKED:
        stop_all(complaint, at=at, why=Why.ENDED)
        return
    for clock, effect in ((Clock.CONTACT, move.contact), (Clock.REPORT, move.report), (Clock.DECISION, move.decision)):
        if effect is Effect.RESUMES and came_from is Status.REPORTED:
            effect = Effect.RETURNS  # taken from the decider and given to another officer
        _EFFECTS[effect](complaint, clock, at)
    settle_due(complaint, at=at)


def stop_all(complaint: Complaint, *, at: datetime, why: ClockRun.Why) -> None:
    """Every clock ends."""
    for clock in Clock:
        _stop(complaint, clock, at, why)


def settle_due(complaint: Complaint, *, at: datetime) -> None:
    """Write the deadline that comes first. While an answer is awaited: as it would be if none came."""
    dues = list(RunningClock.objects.filter(complaint=complaint).values_list("due_at", flat=True))
    if complaint.status == Status.AWAITING_CITIZEN:
        stood = last_run(complaint, Clock.REPORT)
        rest = rule.pause_left(stood.limit, paused_time(complaint, at=stood.ended_at))
        dues.append(at + rest + (stood.due_at - stood.ended_at))
    if dues:
        complaint.due_at = min(dues)
    elif not complaint.policy.has_limits:
        complaint.due_at = NO_DEADLINE


def pauses(complaint: Complaint) -> list[ClockRun]:
    """The runs of this cycle's report clock that a question to the citizen ended, in order."""
    runs = complaint.clock_runs.filter(clock=Clock.REPORT, cycle=complaint.cycle, why=Why.PAUSED)
    return list(runs.order_by("started_at"))


def paused_time(complaint: Complaint, *, at: datetime) -> timedelta:
    """How long this cycle's report clock has stood for questions, up to a moment."""
    runs = list(complaint.clock_runs.filter(clock=Clock.REPORT, cycle=complaint.cycle).order_by("started_at"))
    resumed = [run.started_at for run in runs[1:]] + [at]
    stood = (
        until - run.ended_at
        for run, until in zip(runs, resumed, strict=False)
        if run.why == Why.PAUSED and run.ended_at
    )
    return sum(stood, timedelta())


def last_run(complaint: Complaint, clock: Clock) -> ClockRun | None:
    """The latest run of a clock in this cycle."""
    runs = ClockRun.objects.filter(complaint=complaint, clock=clock, cycle=complaint.cycle)
    return runs.order_by("started_at", "pk").last()


_CLOCKED = {Status.RECEIVED, Status.MARKED, Status.IN_INQUIRY, Status.AWAITING_CITIZEN, Status.REPORTED}


def _run(complaint: Complaint, clock: Clock, running: Running) -> None:
    """Begin a run: the ledger's row and the narrow one."""
    common = {
        "complaint": complaint,
        "clock": clock,
        "cycle": complaint.cycle,
        "started_at": running.started_at,
        "limit": running.limit,
        "step": running.step,
    }
    ClockRun.objects.create(budget=running.budget, **common)
    next_step_at = rule.next_step_at(running, complaint.policy.steps)
    RunningClock.objects.create(due_at=running.due_at, next_step_at=next_step_at, **common)
    if clock is Clock.CONTACT:
        complaint.contact_due_at = running.due_at
    elif clock is Clock.REPORT:
        complaint.report_due_at = running.due_at


def _stop(complaint: Complaint, clock: Clock, at: datetime, why: ClockRun.Why) -> None:
    """End a run, if there is one. The ledger keeps the step that the sweep had reached."""
    row = RunningClock.objects.select_for_update().filter(complaint=complaint, clock=clock).first()
    if row is None:
        return
    run = ClockRun.objects.filter(complaint=complaint, clock=clock, ended_at=None)
    run.update(ended_at=max(at, row.started_at), why=why, step=row.step)
    row.delete()


def _stopped(complaint: Complaint, clock: Clock) -> Stopped | None:
    """How a standing clock stands; None where it runs or never ran in this cycle."""
    run = last_run(complaint, clock)
    if run is None or run.ended_at is None:
        return None
    return Stopped(run.ended_at, run.due_at - run.ended_at, run.limit, run.step)


def _start_decision(complaint: Complaint, clock: Clock, at: datetime) -> None:
    _run(complaint, clock, rule.start(at, complaint.policy.decision_limit))


def _suspend(complaint: Complaint, clock: Clock, at: datetime) -> None:
    _stop(complaint, clock, at, Why.SUSPENDED)


def _pause(complaint: Complaint, clock: Clock, at: datetime) -> None:
    _stop(complaint, clock, at, Why.PAUSED)


def _finish(complaint: Complaint, clock: Clock, at: datetime) -> None:
    _stop(complaint, clock, at, Why.DONE)


def _deny(complaint: Complaint, clock: Clock, at: datetime) -> None:
    if stopped := _stopped(complaint, clock):
        _run(complaint, clock, rule.deny(stopped))


def _resume(complaint: Complaint, clock: Clock, at: datetime) -> None:
    if stopped := _stopped(complaint, clock):
        _run(complaint, clock, rule.resume(stopped, at))


def _give_back(complaint: Complaint, clock: Clock, at: datetime) -> None:
    if stopped := _stopped(complaint, clock):
        _run(complaint, clock, rule.give_back(stopped, at))


def _nothing(complaint: Complaint, clock: Clock, at: datetime) -> None:
    """The clock does what it did; a confirmed claim leaves the run ended where it was suspended."""


_EFFECTS = {
    Effect.RUNS_ON: _nothing,
    Effect.STARTS: _start_decision,
    Effect.SUSPENDS: _suspend,
    Effect.CONFIRMS: _nothing,
    Effect.DENIES: _deny,
    Effect.PAUSES: _pause,
    Effect.RESUMES: _resume,
    Effect.RETURNS: _give_back,
    Effect.STOPS: _finish,
}
