"""The arithmetic of a complaint's clocks: contact, report, decision, and those in complaints.rules.clock_obligations.

A clock is a budget of time that is used up while the clock runs. A running clock has a deadline; a stopped clock has a
remaining time, which is negative if the clock was already late when it stopped. Limits count all hours, unless a policy
names a calendar (`Hours`). Pauses, nights and the intervals of escalation always count all hours. Every moment is an
aware datetime, every length a timedelta.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import count
from typing import NamedTuple, Protocol

from complaints.rules.working_hours import AROUND_THE_CLOCK, Hours

LEAST_AFTER_RETURN = timedelta(hours=24)
"""The least time for a report that was returned."""

NIGHT_BEGINS, NIGHT_ENDS, MORNING = time(22), time(7), time(9)
FULL_HOUR = timedelta(hours=1)
URGENT_UP_TO = timedelta(hours=4)
"""Categories with a contact limit of up to this length are urgent."""

PAUSABLE_ABOVE = timedelta(hours=24)
"""Only a report clock with a longer limit can be paused for a question."""

PAUSES_A_CYCLE = 2


class Clock(StrEnum):
    """The kinds of clocks."""

    CONTACT = "contact"
    REPORT = "report"
    DECISION = "decision"
    URGENT = "urgent"  # the urgent action that the category requires within some hours
    VERIFY = "verify"  # the cell verifies an accepted report with the complainant
    CALL = "call"  # the cell calls about a contact that nobody has confirmed
    EXCUSE = "excuse"  # the cell calls a complainant whom the officer could not reach
    ORDER = "order"  # an order with a date
    PRESSURE = "pressure"  # the Central Police Office acts on a report of pressure
    REFERRAL = "referral"  # the Central Police Office refers the complaint to the investigating agency
    SETTLING = "settling"  # an operator confirms whom the complaint is against
    LISTENING = "listen"  # an operator listens to a voice note that came without words


PROMISED = frozenset({Clock.CONTACT, Clock.REPORT, Clock.DECISION})
"""Clocks that are promised to the complainant. Lists, boards, public figures and their own page count only these."""


class RunningState(NamedTuple):
    """A running clock: its start, deadline and limit, and the last step that the sweep recorded.

    `owed`: the working time that is owed until the deadline, if it is less than the calendar now gives, because a
    holiday was cancelled; otherwise None.
    """

    started_at: datetime
    due_at: datetime
    limit: timedelta
    step: int = 0
    owed: timedelta | None = None

    @property
    def budget(self) -> timedelta:
        """The time from the start to the deadline."""
        return self.due_at - self.started_at


@dataclass(frozen=True)
class StoppedState:
    """A stopped clock: when it stopped and the time that was left. `owed`: as for a running clock."""

    stopped_at: datetime
    left: timedelta
    limit: timedelta
    step: int = 0
    owed: timedelta | None = None


def start_clock(at: datetime, limit: timedelta, hours: Hours = AROUND_THE_CLOCK) -> RunningState:
    """Return a clock that starts with its full limit."""
    return RunningState(at, hours.after(at, limit), limit)


def stop_clock(clock: RunningState, at: datetime, hours: Hours = AROUND_THE_CLOCK) -> StoppedState:
    """Return the clock stopped at `at`. If `at` lies in the past, the time since then is not used up."""
    return StoppedState(at, hours.between(at, clock.due_at), clock.limit, clock.step)


def resume_clock(clock: StoppedState, at: datetime, hours: Hours = AROUND_THE_CLOCK) -> RunningState:
    """Return the clock running again with the time that was left.

    If all hours count, the deadline moves by exactly the time for which the clock was stopped.
    """
    return RunningState(at, hours.after(at, clock.left), clock.limit, clock.step, clock.owed)


def resume_after_return(clock: StoppedState, at: datetime, hours: Hours = AROUND_THE_CLOCK) -> RunningState:
    """Return the clock of a returned report: it runs with the time that was left, at least a day.

    Source: docs/rules.md, *Inquiry and report*.
    """
    running = resume_clock(clock, at, hours)
    earliest_due_at = at + LEAST_AFTER_RETURN
    return running if running.due_at >= earliest_due_at else running._replace(due_at=earliest_due_at, owed=None)


def resume_after_denial(clock: StoppedState, due_at: datetime) -> RunningState:
    """Return the contact clock after a denial: it runs as if never suspended, with the deadline that it had."""
    return RunningState(clock.stopped_at, due_at, clock.limit, clock.step, clock.owed)


def is_urgent_category(contact_limit: timedelta | None, urgent_act: bool) -> bool:
    """Return whether the category is urgent: a contact limit of up to four hours, or an urgent action.

    The contact deadline of an urgent category does not move to the morning.
    """
    return urgent_act or (contact_limit is not None and contact_limit <= URGENT_UP_TO)


@dataclass(frozen=True)
class SafeHours:
    """The hours in which a complainant may be called, in their own time zone: 9 to 17, or 22 to 6 across midnight."""

    begins: int
    ends: int

    def hold(self, at: datetime, zone: tzinfo) -> bool:
        """Return whether a moment lies within these hours."""
        hour = at.astimezone(zone).hour
        if self.begins < self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends

    def interval_on(self, day: date, zone: tzinfo) -> tuple[datetime, datetime]:
        """Return start and end, in UTC, of the hours that begin on a day.

        They can be an hour shorter or longer on a day on which the clocks change.
        """
        last_day = day + timedelta(days=self.ends <= self.begins)
        begins = datetime.combine(day, time(self.begins), zone)
        return begins.astimezone(UTC), datetime.combine(last_day, time(self.ends), zone).astimezone(UTC)


def start_contact_clock(
    at: datetime,
    limit: timedelta,
    zone: tzinfo,
    *,
    urgent: bool,
    safe: SafeHours | None = None,
    hours: Hours = AROUND_THE_CLOCK,
) -> RunningState:
    """Return a new contact clock whose deadline leaves time to call the complainant (`reachable_deadline`)."""
    clock = start_clock(at, limit, hours)
    return clock._replace(due_at=reachable_deadline(clock.due_at, at, zone, urgent=urgent, safe=safe))


def reachable_deadline(
    due_at: datetime, since: datetime, zone: tzinfo, *, urgent: bool, safe: SafeHours | None
) -> datetime:
    """Return a contact deadline that leaves time to call; never an earlier one. A limit that passed by `since` stays.

    Nobody is called at night: a deadline between 22:00 and 07:00 in the complainant's time zone moves to the following
    09:00, unless the matter is urgent or the complainant chose that hour. Nobody is ever called outside the hours that
    they chose: if no full safe hour lies between `since` and the deadline, the deadline moves to the end of the first
    one (docs/rules.md, *Contact in safety*).
    """
    if due_at <= since:
        return due_at
    is_chosen = safe is not None and safe.hold(due_at - timedelta.resolution, zone)
    if not urgent and not is_chosen:
        due_at = _move_night_to_morning(due_at, zone)
    if safe is not None:
        due_at = max(due_at, end_of_first_safe_hour(since, zone, safe).astimezone(due_at.tzinfo))
    return due_at


def _move_night_to_morning(due_at: datetime, zone: tzinfo) -> datetime:
    local = due_at.astimezone(zone)
    time_of_day = local.time()
    if NIGHT_ENDS <= time_of_day < NIGHT_BEGINS:
        return due_at
    day = local.date() + timedelta(days=1 if time_of_day >= NIGHT_BEGINS else 0)
    return datetime.combine(day, MORNING, zone).astimezone(due_at.tzinfo)


def end_of_first_safe_hour(since: datetime, zone: tzinfo, safe: SafeHours) -> datetime:
    """Return the end of the first full hour after a moment in which the complainant may be called."""
    since, today = since.astimezone(UTC), since.astimezone(zone).date()
    for days in count(-1):  # the hours that began yesterday may last beyond midnight
        begins, ends = safe.interval_on(today + timedelta(days=days), zone)
        if ends - max(begins, since) >= FULL_HOUR:
            return max(begins, since) + FULL_HOUR


@dataclass(frozen=True)
class EscalationSteps:
    """When a running clock has its steps: a reminder, the breach, then an escalation by one office at each interval."""

    reminder_share: float = 0.75
    every: timedelta = timedelta(hours=24)
    escalations: int = 3


REMINDER_STEP, BREACH_STEP = 0, 1


def next_step_at(clock: RunningState, steps: EscalationSteps, hours: Hours = AROUND_THE_CLOCK) -> datetime | None:
    """Return when the next step is due; None once the highest office has been notified."""
    if clock.step == REMINDER_STEP:
        return hours.after(clock.due_at, -clock.limit * (1 - steps.reminder_share))
    if clock.step - BREACH_STEP > steps.escalations:
        return None
    return clock.due_at + steps.every * (clock.step - BREACH_STEP)


def missed_step_times(clock: RunningState, until: datetime, steps: EscalationSteps) -> list[datetime]:
    """Return when each unrecorded step, from the breach on, was due before the clock stopped at `until`.

    The list is empty if the clock stopped in time, even exactly at its deadline. A missed reminder is left out: it no
    longer reminds anybody.
    """
    late, due_times = clock._replace(step=max(clock.step, BREACH_STEP)), []
    while (due_at := next_step_at(late, steps)) is not None and due_at < until:
        due_times.append(due_at)
        late = late._replace(step=late.step + 1)
    return due_times


def step_after_missed(step: int, missed: Sequence[datetime]) -> int:
    """Return the step of a clock once the missed steps are recorded."""
    return max(step, BREACH_STEP) + len(missed) if missed else step


def pause_time_left(limit: timedelta, paused: timedelta, share: float) -> timedelta:
    """Return how long a report clock may still be paused in this cycle.

    All pauses together may last for the policy's `share` of the limit.
    """
    return max(limit * share - paused, timedelta())


class RecordedRun(Protocol):
    """A row of the ledger of clock runs. `why`: the reason why the clock stopped."""

    started_at: datetime
    ended_at: datetime | None
    due_at: datetime
    limit: timedelta
    why: str
    time_left_when_stopped: timedelta


PAUSED = "paused"


def time_paused(runs: Sequence[RecordedRun], at: datetime) -> timedelta:
    """Return for how long a clock was paused for questions in a cycle.

    `runs`: in order of time. A pause that has not ended counts until `at`.
    """
    resumed = [run.started_at for run in runs[1:]] + [at]
    pauses = (until - run.ended_at for run, until in zip(runs, resumed, strict=False) if run.why == PAUSED)
    return sum(pauses, timedelta())


def pause_ends_at(runs: Sequence[RecordedRun], share: float) -> datetime:
    """Return when the present pause uses up the cycle's share.

    `runs`: in order of time; the pause ended the last one.
    """
    last_run = runs[-1]
    return last_run.ended_at + pause_time_left(last_run.limit, time_paused(runs, last_run.ended_at), share)


def time_left_and_owed(clock: RunningState, at: datetime, hours: Hours) -> tuple[timedelta, timedelta]:
    """Return the time left of a clock that stops, and its value for `owed`."""
    left = hours.between(at, clock.due_at)
    return left, left if clock.owed is None else clock.owed - hours.between(clock.started_at, at)


def time_left_after_calendar_change(
    left: timedelta, owed: timedelta, since: datetime, *, before: Hours, after: Hours
) -> timedelta:
    """Return the time left of a stopped clock that resumes at `since`, after a change of its working calendar.

    The deadline never becomes earlier than the one that was announced, and a holiday moves a deadline only once.
    """
    if left <= timedelta():
        return left
    return max(owed, after.between(since, before.after(since, left)))


def deadline_if_unanswered(runs: Sequence[RecordedRun], share: float, hours: Hours = AROUND_THE_CLOCK) -> datetime:
    """Return the deadline that a paused clock will have if the complainant does not answer."""
    return hours.after(pause_ends_at(runs, share), runs[-1].time_left_when_stopped)


def halve_report_limit(limit: timedelta) -> timedelta:
    """Return the report limit of a second or third cycle: half of the policy's limit."""
    return limit / 2
