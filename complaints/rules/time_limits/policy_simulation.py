"""Simulate other time limits on the recorded runs of a complaint's clocks (the SLA lab).

Every act keeps its recorded time: contact, question, answer, report, return. Only the deadlines change. How people
would have acted under other limits is unknown. Three more things are not in the record:

- A pause that the present limits ended early lasts no longer under limits that allow more.
- Calling hours, time zone and holidays are those known today.
- A clock that the present limits do not have has no recorded end, so it is not simulated (`count_unknown`).

One deadline is one clock of one round; each submitted report has its own deadline for the decision. A deadline is
missed if its clock ran beyond it, whether or not the sweep recorded a breach.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from itertools import groupby, pairwise
from typing import NamedTuple

from complaints.rules import clock as rule
from complaints.rules.clock import PAUSED, Clock, EscalationSteps, RunningState, SafeHours
from complaints.rules.working_hours import AROUND_THE_CLOCK, NO_TIME, CalendarHours, Hours

DONE, SUSPENDED, SAFE_HOURS = "done", "suspended", "safe_hours"
CALENDAR, RECATEGORISED = "calendar", "recategorised"
CONTINUED = frozenset({CALENDAR, RECATEGORISED, SAFE_HOURS})
"""Reasons for which a clock got another deadline without a stop. If that is in the future, its steps begin again."""


class PastRun(NamedTuple):
    """A recorded run of a clock (`ClockRun`). `ended_at`: None if it still runs. `why`: why it stopped."""

    clock: Clock
    cycle: int
    started_at: datetime
    ended_at: datetime | None
    due_at: datetime
    limit: timedelta
    why: str


@dataclass(frozen=True)
class Limits:
    """Time limits of a category. `hours`: those of a calendar, or None if all hours count."""

    contact: timedelta | None
    report: timedelta | None
    decision: timedelta
    pause_share: float
    steps: EscalationSteps
    urgent: bool
    hours: CalendarHours | None = None

    def limit_of(self, clock: Clock, cycle: int) -> timedelta | None:
        """Return the limit of a clock in a round, or None if there is no such clock."""
        if clock == Clock.REPORT and self.report is not None and cycle > 1:
            return rule.halve_report_limit(self.report)
        return {Clock.CONTACT: self.contact, Clock.REPORT: self.report, Clock.DECISION: self.decision}[clock]


@dataclass(frozen=True)
class PastComplaint:
    """The recorded clocks of a complaint, and what their deadlines depend on.

    `runs`: of the three promised clocks, in order of clock, round and time. `zone`, `safe`: time zone and calling hours
    of the complainant. `steps`: the escalation steps of its own policy. `has_contact`, `has_report`: which clocks that
    policy has. `offices`: from when an office of which kind had it, in order of time; needed only for a calendar with
    hours by office type.
    """

    runs: Sequence[PastRun]
    zone: tzinfo
    safe: SafeHours | None
    steps: EscalationSteps
    anonymous: bool = False
    has_contact: bool = True
    has_report: bool = True
    offices: Sequence[tuple[datetime, str]] = ()


class Deadline(NamedTuple):
    """One deadline: whether it was missed, and how often it then escalated."""

    missed: bool
    escalations: int


class SimulatedDeadline(NamedTuple):
    """One deadline as it was recorded, and under other limits."""

    clock: Clock
    before: Deadline
    after: Deadline


@dataclass
class _Replay:
    """The state of a chain of runs under the simulated limits. `paused`: for how long it was paused so far."""

    complaint: PastComplaint
    limits: Limits
    limit: timedelta
    paused: timedelta = field(default=NO_TIME)

    def hours_at(self, at: datetime) -> Hours:
        """Return the hours of the office that had the complaint then."""
        if self.limits.hours is None:
            return AROUND_THE_CLOCK
        kinds = [kind for since, kind in self.complaint.offices if since <= at]
        return self.limits.hours.at_office(kinds[-1]) if kinds else self.limits.hours.general

    def reachable(self, due_at: datetime, since: datetime, safe: SafeHours | None) -> datetime:
        return rule.reachable_deadline(due_at, since, self.complaint.zone, urgent=self.limits.urgent, safe=safe)

    def first_due(self, first: PastRun, safe: SafeHours | None) -> datetime:
        due_at = self.hours_at(first.started_at).after(first.started_at, self.limit)
        return self.reachable(due_at, first.started_at, safe) if first.clock == Clock.CONTACT else due_at

    def due_after_moves(self, due_at: datetime, since: datetime, until: datetime) -> datetime:
        """Return the deadline after the complaint was passed on, while the clock ran, to offices with other hours."""
        if self.limits.hours is None:
            return due_at
        for passed_at, _kind in self.complaint.offices:
            if since < passed_at <= until and passed_at < due_at:
                before = self.hours_at(passed_at - timedelta.resolution)
                after = self.hours_at(passed_at)
                if before != after:
                    due_at = max(due_at, after.after(passed_at, before.between(passed_at, due_at)))
        return due_at

    def resume(self, run: PastRun, due_at: datetime, next_run: PastRun) -> tuple[datetime, datetime]:
        """Return start and deadline of the run that followed `run`, which had this deadline."""
        started_at = next_run.started_at
        if run.why == SAFE_HOURS:
            return started_at, self.reachable(due_at, started_at, self.complaint.safe)
        if run.why in CONTINUED or run.why == SUSPENDED:  # a denied contact: as if never suspended
            return started_at, due_at
        if run.why == PAUSED:
            return self._resume_after_pause(run, due_at, started_at)
        left = self.hours_at(run.ended_at).between(run.ended_at, due_at)
        resumed_due = self.hours_at(started_at).after(started_at, left)
        if run.clock == Clock.REPORT and run.why == DONE:
            return started_at, max(resumed_due, started_at + rule.LEAST_AFTER_RETURN)
        if run.clock == Clock.CONTACT:
            return started_at, self.reachable(resumed_due, started_at, self.complaint.safe)
        return started_at, resumed_due

    def _resume_after_pause(self, run: PastRun, due_at: datetime, started_at: datetime) -> tuple[datetime, datetime]:
        """Return start and deadline after a pause. It lasts no longer than in the record or than the limits allow."""
        may_pause = self.limit > rule.PAUSABLE_ABOVE
        allowed = rule.pause_time_left(self.limit, self.paused, self.limits.pause_share) if may_pause else NO_TIME
        if not allowed:
            return run.ended_at, due_at
        ended_at = min(started_at, run.ended_at + allowed)
        self.paused += ended_at - run.ended_at
        left = self.hours_at(run.ended_at).between(run.ended_at, due_at)
        return ended_at, self.hours_at(ended_at).after(ended_at, left)


def runs_until(runs: Iterable[PastRun], at: datetime) -> list[PastRun]:
    """Return the runs as they were recorded at that moment: none that began later, and none that has ended since."""
    begun = (run for run in runs if run.started_at < at)
    return [run if run.ended_at and run.ended_at <= at else run._replace(ended_at=None, why="") for run in begun]


def simulate_complaint(complaint: PastComplaint, limits: Limits, *, at: datetime) -> Iterator[SimulatedDeadline]:
    """Yield each deadline of a complaint, as recorded and under other limits. Running clocks count until `at`."""
    for chain in _chains(complaint.runs):
        recorded = [(run.started_at, run.due_at, run.ended_at or at, run.limit, run.why) for run in chain]
        limit = limits.limit_of(chain[0].clock, chain[0].cycle)
        before = _judge(recorded, complaint.steps)
        if limit is None:
            after = Deadline(False, 0)
        else:
            after = _judge(_replay_chain(chain, _Replay(complaint, limits, limit), at=at), limits.steps)
        yield SimulatedDeadline(chain[0].clock, before, after)


def count_unknown(complaint: PastComplaint, limits: Limits) -> int:
    """Return how many clocks the limits would add, of which the record cannot tell when they would have stopped."""
    adds_contact = limits.contact is not None and not complaint.has_contact and not complaint.anonymous
    adds_report = limits.report is not None and not complaint.has_report
    return adds_contact + adds_report


def _chains(runs: Iterable[PastRun]) -> Iterator[list[PastRun]]:
    """Yield the runs that belong to one deadline: a clock of a round; for the decision, of one submitted report."""
    for (clock, _cycle), group in groupby(runs, key=lambda run: (run.clock, run.cycle)):
        group = list(group)
        if clock != Clock.DECISION:
            yield group
            continue
        begins = [0, *(number for number, run in enumerate(group[:-1], 1) if run.why != CALENDAR), len(group)]
        yield from (group[start:end] for start, end in pairwise(begins))


def _replay_chain(chain: Sequence[PastRun], replay: _Replay, *, at: datetime) -> Iterator[tuple]:
    """Yield start, deadline, end, limit and reason of each run under the simulated limits."""
    chose_hours_later = any(run.why == SAFE_HOURS for run in chain)
    started_at = chain[0].started_at
    due_at = replay.first_due(chain[0], None if chose_hours_later else replay.complaint.safe)
    for run, next_run in zip(chain, [*chain[1:], None], strict=True):
        ended_at = run.ended_at or at
        due_at = replay.due_after_moves(due_at, started_at, ended_at)
        yield started_at, due_at, ended_at, replay.limit, run.why
        if next_run is not None:
            started_at, due_at = replay.resume(run, due_at, next_run)


def _judge(runs: Iterable[tuple], steps: EscalationSteps) -> Deadline:
    """Return whether the clock ran beyond its deadline in any of its runs, and the number of escalations."""
    is_missed, escalations, step, why_before = False, 0, rule.REMINDER_STEP, ""
    for started_at, due_at, ended_at, limit, why in runs:
        if why_before in CONTINUED and due_at > started_at:
            step = rule.REMINDER_STEP
        taken = rule.missed_step_times(RunningState(started_at, due_at, limit, step), ended_at, steps)
        has_breach = bool(taken) and step <= rule.BREACH_STEP
        escalations += len(taken) - has_breach
        is_missed = is_missed or ended_at > due_at
        step, why_before = rule.step_after_missed(step, taken), why
    return Deadline(is_missed, escalations)
