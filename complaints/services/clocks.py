"""The clocks of one complaint, kept in two places: the ledger of runs, and one narrow row per running clock.

The caller has locked the complaint; the arithmetic is `complaints.rules.clock`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from complaints.models import NO_DEADLINE, ClockRun, Complaint, RunningClock
from complaints.rules import clock as rule
from complaints.rules.clock import PROMISED, Clock, Running, SafeHours, Stopped
from complaints.rules.facts import Contact
from complaints.rules.obligations import OUTLIVES_THE_COMPLAINT
from complaints.rules.statuses import OPEN, Status
from complaints.rules.working_hours import AROUND_THE_CLOCK
from complaints.services import clock_notes
from complaints.workflow.declaration import Effect, Move

PAKISTAN = ZoneInfo("Asia/Karachi")
Why = ClockRun.Why


def start_cycle(complaint: Complaint, *, at: datetime) -> None:
    """The contact and the report clock of a cycle begin to run. The caller saves the complaint."""
    run(complaint, promise(complaint, at=at))


def promise(complaint: Complaint, *, at: datetime) -> list[tuple[Clock, Running]]:
    """Write a new cycle's deadlines on the complaint's row; the clocks that have to `run` once the row is there.

    A second or third cycle has half the report limit. Who is anonymous is not contacted: the officer asks in the
    portal instead (domain.md, *Anonymous*).
    """
    policy = complaint.policy
    complaint.contact_due_at = complaint.report_due_at = complaint.contacted_at = complaint.pause_ends_at = None
    complaint.contact, complaint.contact_ran_out = Contact.NOT_NEEDED, False
    begun = []
    if policy.contact_limit is not None and not complaint.complainant.anonymous:
        complaint.contact = Contact.OPEN
        begun.append((Clock.CONTACT, _contact(complaint, at)))
    if policy.report_limit is not None:
        begun.append((Clock.REPORT, rule.start(at, report_limit(complaint), policy.hours)))
    _note_dues(complaint, begun)
    complaint.due_at = min((running.due_at for _, running in begun), default=NO_DEADLINE)
    return begun


def zone_of(complaint: Complaint) -> tzinfo:
    """The complainant's wall clock, by which nights and safe hours are counted."""
    return ZoneInfo(complaint.complainant.time_zone)


def safe_hours(complaint: Complaint) -> SafeHours | None:
    """The hours between which the complainant may be rung, where they chose any."""
    person = complaint.complainant
    return None if person.safe_from is None else SafeHours(person.safe_from, person.safe_until)


def _reached(complaint: Complaint) -> dict:
    """By which wall clock, and when, somebody can ring (complaints.rules.clock.reachable)."""
    urgent = complaint.policy.is_urgent
    return {"zone": zone_of(complaint), "urgent": urgent, "safe": safe_hours(complaint)}


def _contact(complaint: Complaint, at: datetime) -> Running:
    policy = complaint.policy
    return rule.start_contact(at, policy.contact_limit, hours=policy.hours, **_reached(complaint))


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
    for clock, effect in ((Clock.CONTACT, move.contact), (Clock.REPORT, move.report), (Clock.DECISION, move.decision)):
        if effect is Effect.RESUMES and came_from is Status.REPORTED:
            effect = Effect.RETURNS  # taken from the decider and given to another officer
        _EFFECTS[effect](complaint, clock, at)
    if complaint.status in OPEN:
        settle_due(complaint)
    else:
        if complaint.pause_ends_at is not None and complaint.pause_ends_at < at:
            _resume(complaint, Clock.REPORT, at)  # the job that ends pauses has not come by
        complaint.pause_ends_at = None
        stop_all(complaint, at=at, why=Why.ENDED)


def rebase(complaint: Complaint, *, at: datetime, may_extend: bool) -> None:
    """Another policy applies: each running clock goes on towards its new deadline, or the old one where it is earlier.

    `may_extend`: a later deadline is allowed (the CPO's operator). Pauses that were granted stay granted. A category
    without limits ends every clock; coming from one, both clocks run from registration.
    """
    policy, report = complaint.policy, last_run(complaint, Clock.REPORT)
    if not policy.has_limits:
        stop_all(complaint, at=at, why=Why.RECATEGORISED)
    elif report is None:
        start_cycle(complaint, at=complaint.received_at)
    else:
        if contact := last_run(complaint, Clock.CONTACT):
            began = first_run(complaint, Clock.CONTACT).started_at
            fresh = _contact(complaint, began)
            due_at = rule.reachable(fresh.due_at, at, **_reached(complaint))
            _rerun(complaint, contact, due_at, policy.contact_limit, at=at, may_extend=may_extend)
        limit = report_limit(complaint)
        _rerun(complaint, report, _rebased(complaint, limit, at=at), limit, at=at, may_extend=may_extend)


def _rebased(complaint: Complaint, limit: timedelta, *, at: datetime) -> datetime:
    """The deadline of the report clock as if the cycle had begun under this limit; what it stood is added."""
    runs = report_runs(complaint)
    return complaint.policy.hours.after(runs[0].started_at, limit) + _stood_still(runs, at=at)


def _stood_still(runs: Sequence[ClockRun], *, at: datetime) -> timedelta:
    """How long a clock has stood in a cycle, whatever it stood for; while it stands, until `at`."""
    resumed = [run.started_at for run in runs[1:]] + [at]
    return sum((until - run.ended_at for run, until in zip(runs, resumed, strict=True) if run.ended_at), timedelta())


def heed_safe_hours(complaint: Complaint, *, at: datetime) -> bool:
    """Safe hours, or another wall clock, were told: the contact clock that runs leaves time to ring within them.

    Its deadline is never earlier than it was, and one that has passed stays. Whether it moved.
    """
    contact = last_run(complaint, Clock.CONTACT)
    if contact is None or contact.ended_at is not None:
        return False
    due_at = rule.reachable(contact.due_at, at, **_reached(complaint))
    if due_at == contact.due_at:
        return False
    _go_on(complaint, contact, due_at, contact.limit, at=at, why=Why.SAFE_HOURS)
    settle_due(complaint)
    return True


def reachable(complaint: Complaint, due_at: datetime, *, at: datetime) -> datetime:
    """A contact deadline that leaves time to ring."""
    return rule.reachable(due_at, at, **_reached(complaint))


def move_on(complaint: Complaint, row: RunningClock, due_at: datetime, *, at: datetime, why: ClockRun.Why) -> None:
    """A clock that runs goes on towards another deadline. The caller settles and saves the complaint's dates."""
    _go_on(complaint, last_run(complaint, Clock(row.clock)), due_at, row.limit, at=at, why=why)


def stop_contact(complaint: Complaint, *, at: datetime) -> None:
    """No contact is owed any more."""
    complaint.contact = Contact.NOT_NEEDED
    for clock in (Clock.CONTACT, Clock.CALL, Clock.EXCUSE):
        stop(complaint, clock, at=at, why=Why.ENDED)


def _rerun(complaint, old: ClockRun, due_at: datetime, limit: timedelta, *, at: datetime, may_extend: bool) -> None:
    """The same clock, from now on under another policy; nothing where it stands or the deadline stays."""
    if not may_extend:
        due_at, limit = min(due_at, old.due_at), min(limit, old.limit)
    if old.ended_at is None and due_at != old.due_at:
        _go_on(complaint, old, due_at, limit, at=at, why=Why.RECATEGORISED)


def _go_on(complaint, old: ClockRun, due_at: datetime, limit: timedelta, *, at: datetime, why: ClockRun.Why) -> None:
    """A clock that runs goes on towards another deadline; where that lies ahead, its steps begin anew."""
    step = _stop(complaint, Clock(old.clock), at, why)
    run(complaint, [(Clock(old.clock), Running(at, due_at, limit, step if due_at <= at else rule.REMINDER))])


def stop_all(complaint: Complaint, *, at: datetime, why: ClockRun.Why) -> None:
    """Every clock ends; a report of pressure waits on, whatever becomes of the complaint."""
    running = RunningClock.objects.select_for_update().filter(complaint=complaint)
    for row in running.exclude(clock__in=OUTLIVES_THE_COMPLAINT):
        _end(complaint, row, at, why)


def settle_due(complaint: Complaint) -> None:
    """Write the deadline that comes first. While an answer is awaited: as it will be if none comes.

    An accepted report has no promised clock any more: the deadline of its verification stands there, which lists show.
    """
    dues = list(_dues(RunningClock.objects.promised(), complaint))
    complaint.pause_ends_at = None
    if complaint.status == Status.AWAITING_CITIZEN:
        runs, share = report_runs(complaint), complaint.policy.pause_share
        complaint.pause_ends_at = rule.pause_ends_at(runs, share)
        dues.append(rule.due_if_unanswered(runs, share, complaint.policy.hours))
    dues = dues or list(_dues(RunningClock.objects.filter(clock=str(Clock.VERIFY)), complaint))
    if dues:
        complaint.due_at = min(dues)
    elif not complaint.policy.has_limits:
        complaint.due_at = NO_DEADLINE


def _dues(running: QuerySet, complaint: Complaint) -> QuerySet:
    return running.filter(complaint=complaint).values_list("due_at", flat=True)


def report_runs(complaint: Complaint) -> list[ClockRun]:
    """The runs of this cycle's report clock, in order."""
    return list(complaint.clock_runs.filter(clock=Clock.REPORT, cycle=complaint.cycle).order_by("started_at", "pk"))


def first_run(complaint: Complaint, clock: Clock) -> ClockRun | None:
    """The earliest run of a clock in this cycle."""
    return complaint.clock_runs.filter(clock=clock, cycle=complaint.cycle).order_by("started_at", "pk").first()


def last_run(complaint: Complaint, clock: Clock) -> ClockRun | None:
    """The latest run of a clock in this cycle."""
    return complaint.clock_runs.filter(clock=clock, cycle=complaint.cycle).order_by("started_at", "pk").last()


def run(complaint: Complaint, begun: Sequence[tuple[Clock, Running]]) -> None:
    """Begin to run: a row in the ledger and a narrow one for each clock. The complaint is in the database already."""
    runs, rows = [], []
    for clock, running in begun:
        common = {
            "complaint": complaint,
            "clock": clock,
            "cycle": complaint.cycle,
            "started_at": running.started_at,
            "limit": running.limit,
            "step": running.step,
        }
        clock_notes.began(complaint, clock, complaint.cycle, running)
        hours = complaint.policy.hours
        next_step_at = rule.next_step_at(running, complaint.policy.steps, hours)
        owed = running.owed or hours.between(running.started_at, running.due_at)
        worked = None if hours is AROUND_THE_CLOCK else owed
        runs.append(ClockRun(budget=running.budget, **common))
        rows.append(RunningClock(due_at=running.due_at, next_step_at=next_step_at, worked=worked, **common))
    if begun:
        ClockRun.objects.bulk_create(runs)
        RunningClock.objects.bulk_create(rows)
    _note_dues(complaint, begun)


def _note_dues(complaint: Complaint, begun: Sequence[tuple[Clock, Running]]) -> None:
    for clock, running in begun:
        if clock is Clock.CONTACT:
            complaint.contact_due_at = running.due_at
        elif clock is Clock.REPORT:
            complaint.report_due_at = running.due_at


def stop(complaint: Complaint, clock: Clock, *, at: datetime, why: ClockRun.Why) -> None:
    """One clock ends, where it runs."""
    _stop(complaint, clock, at, why)


def run_on(complaint: Complaint, clock: Clock, *, at: datetime) -> None:
    """A contact clock that stood goes on with what was left, towards an end at which somebody can ring."""
    if stopped := _stopped(complaint, clock):
        running = rule.resume(stopped, at, complaint.policy.hours)
        running = running._replace(due_at=reachable(complaint, running.due_at, at=at))
        run(complaint, [(clock, running)])
        settle_due(complaint)


def _stop(complaint: Complaint, clock: Clock, at: datetime, why: ClockRun.Why) -> int:
    """End a run, if there is one. The step with which the clock goes on, if it ever does (`_end`)."""
    row = RunningClock.objects.select_for_update().filter(complaint=complaint, clock=clock).first()
    return rule.REMINDER if row is None else _end(complaint, row, at, why)


def _end(complaint: Complaint, row: RunningClock, at: datetime, why: ClockRun.Why) -> int:
    """Only what was promised runs by a policy's calendar. What no sweep has seen run out stays to be found."""
    runs = ClockRun.objects.filter(complaint=complaint, clock=row.clock, ended_at=None)
    ended_at, hours = max(at, row.started_at), complaint.policy.hours if row.clock in PROMISED else AROUND_THE_CLOCK
    ran = Running(row.started_at, row.due_at, row.limit, row.step, row.worked)
    left, owed = (None, None) if hours is AROUND_THE_CLOCK else rule.remaining(ran, ended_at, hours)
    missed = _missed(complaint, row, ended_at)
    unswept_at = missed[0] if missed else None
    clock_notes.ended(complaint, row, at=ended_at, why=why)
    runs.update(ended_at=ended_at, why=why, step=row.step, left=left, owed=owed, unswept_at=unswept_at)
    if row.clock == Clock.CONTACT and ended_at > row.due_at:
        complaint.contact_ran_out = True
    row.delete()
    return rule.step_after(row.step, missed)


def _missed(complaint: Complaint, row: ClockRun | RunningClock, ended_at: datetime) -> list[datetime]:
    running = Running(row.started_at, row.due_at, row.limit, row.step)
    return rule.missed(running, ended_at, complaint.policy.steps)


def _stopped(complaint: Complaint, clock: Clock) -> Stopped | None:
    """How a standing clock stands; None where it runs or never ran in this cycle."""
    last = last_run(complaint, clock)
    return None if last is None or last.ended_at is None else _stood(complaint, last)


def _stood(complaint: Complaint, last: ClockRun) -> Stopped:
    missed = _missed(complaint, last, last.ended_at) if last.unswept_at else []
    return Stopped(last.ended_at, last.time_left, last.limit, rule.step_after(last.step, missed), last.owed)


def _start_decision(complaint: Complaint, clock: Clock, at: datetime) -> None:
    run(complaint, [(clock, rule.start(at, complaint.policy.decision_limit, complaint.policy.hours))])


def _suspend(complaint: Complaint, clock: Clock, at: datetime) -> None:
    _stop(complaint, clock, at, Why.SUSPENDED)


def _pause(complaint: Complaint, clock: Clock, at: datetime) -> None:
    _stop(complaint, clock, at, Why.PAUSED)


def _finish(complaint: Complaint, clock: Clock, at: datetime) -> None:
    _stop(complaint, clock, at, Why.DONE)


def _deny(complaint: Complaint, clock: Clock, at: datetime) -> None:
    if stopped := _stopped(complaint, clock):
        run(complaint, [(clock, rule.deny(stopped, last_run(complaint, clock).due_at))])


def _resume(complaint: Complaint, clock: Clock, at: datetime) -> None:
    """It runs on, from the end of the pause's share where that is earlier: no answer, and no late job, stretches it."""
    runs = report_runs(complaint)
    if runs and runs[-1].why == Why.PAUSED:
        until = min(at, rule.pause_ends_at(runs, complaint.policy.pause_share))
        run(complaint, [(clock, rule.resume(_stood(complaint, runs[-1]), until, complaint.policy.hours))])


def _give_back(complaint: Complaint, clock: Clock, at: datetime) -> None:
    if stopped := _stopped(complaint, clock):
        run(complaint, [(clock, rule.give_back(stopped, at, complaint.policy.hours))])


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
