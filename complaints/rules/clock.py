"""The clocks of a complaint: contact, report and decision, and what is owed beside them (complaints.rules.obligations).

A clock is a budget of time that is used while it runs. While it runs it has a deadline; while it is stopped it has
what is left. Limits are hours around the clock unless a policy names a calendar (`Hours`); pauses, nights and the steps
of escalation are always hours of the wall. Every instant is an aware datetime, every length a timedelta. A negative
rest is a clock that was already late when it stopped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import count
from typing import NamedTuple, Protocol

from complaints.rules.working_hours import AROUND_THE_CLOCK, Hours

LEAST_AFTER_RETURN = timedelta(hours=24)
NIGHT_BEGINS, NIGHT_ENDS, MORNING = time(22), time(7), time(9)
FULL_HOUR = timedelta(hours=1)
URGENT_UP_TO = timedelta(hours=4)
PAUSABLE_ABOVE = timedelta(hours=24)
PAUSES_A_CYCLE = 2


class Clock(StrEnum):
    CONTACT = "contact"
    REPORT = "report"
    DECISION = "decision"
    URGENT = "urgent"  # what its category says must be done within so many hours
    VERIFY = "verify"  # an accepted report that the complainant has not been asked about
    CALL = "call"  # the cell rings about a contact that nobody has confirmed
    EXCUSE = "excuse"  # the cell rings whom the officer could not reach
    ORDER = "order"  # an order with a date
    PRESSURE = "pressure"  # the Central Police Office acts on a report of pressure
    REFERRAL = "referral"  # the Central Police Office refers it to the body that investigates


PROMISED = frozenset({Clock.CONTACT, Clock.REPORT, Clock.DECISION})
"""What the complainant was promised. Lists, boards, public figures and the complainant's own page count these alone."""


class Running(NamedTuple):
    """A clock that runs: since when, towards which deadline, under which limit, and which step the sweep took last.

    `owed`: how much work lies before the deadline, where a holiday that was taken back has left more than that.
    """

    started_at: datetime
    due_at: datetime
    limit: timedelta
    step: int = 0
    owed: timedelta | None = None

    @property
    def budget(self) -> timedelta:
        return self.due_at - self.started_at


@dataclass(frozen=True)
class Stopped:
    """A clock that stands: what is left of it, since when; `owed` as of one that runs."""

    stopped_at: datetime
    left: timedelta
    limit: timedelta
    step: int = 0
    owed: timedelta | None = None


def start(at: datetime, limit: timedelta, hours: Hours = AROUND_THE_CLOCK) -> Running:
    return Running(at, hours.after(at, limit), limit)


def stop(clock: Running, at: datetime, hours: Hours = AROUND_THE_CLOCK) -> Stopped:
    """It stands from `at` on. A late claim of an earlier moment gives back what ran in between."""
    return Stopped(at, hours.between(at, clock.due_at), clock.limit, clock.step)


def resume(clock: Stopped, at: datetime, hours: Hours = AROUND_THE_CLOCK) -> Running:
    """It runs on with what was left: around the clock, the deadline moves by just the time it stood."""
    return Running(at, hours.after(at, clock.left), clock.limit, clock.step, clock.owed)


def give_back(clock: Stopped, at: datetime, hours: Hours = AROUND_THE_CLOCK) -> Running:
    """A returned report: it runs on with what was left, at least a day (domain.md, *return report*)."""
    running = resume(clock, at, hours)
    least = at + LEAST_AFTER_RETURN
    return running if running.due_at >= least else running._replace(due_at=least, owed=None)


def deny(clock: Stopped, due_at: datetime) -> Running:
    """A denied contact: it ran as if it had never been suspended, towards the deadline it had."""
    return Running(clock.stopped_at, due_at, clock.limit, clock.step, clock.owed)


def is_urgent(contact_limit: timedelta | None, urgent_act: bool) -> bool:
    """Urgent categories don't wait for the morning: a contact limit of four hours or less, or an urgent act."""
    return urgent_act or (contact_limit is not None and contact_limit <= URGENT_UP_TO)


@dataclass(frozen=True)
class SafeHours:
    """The full hours of their own clock between which somebody may be rung: 9 to 17, or 22 to 6 over midnight."""

    begins: int
    ends: int

    def hold(self, at: datetime, zone: tzinfo) -> bool:
        """Whether a moment lies within them."""
        hour = at.astimezone(zone).hour
        if self.begins < self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends

    def of_day(self, day: date, zone: tzinfo) -> tuple[datetime, datetime]:
        """From when until when they last that begin on a day, in UTC: where clocks change, an hour can be missing."""
        last = day + timedelta(days=self.ends <= self.begins)
        begins = datetime.combine(day, time(self.begins), zone)
        return begins.astimezone(UTC), datetime.combine(last, time(self.ends), zone).astimezone(UTC)


def start_contact(
    at: datetime,
    limit: timedelta,
    zone: tzinfo,
    *,
    urgent: bool,
    safe: SafeHours | None = None,
    hours: Hours = AROUND_THE_CLOCK,
) -> Running:
    """The contact clock, at whose end somebody can be rung (`reachable`)."""
    clock = start(at, limit, hours)
    return clock._replace(due_at=reachable(clock.due_at, at, zone, urgent=urgent, safe=safe))


def reachable(due_at: datetime, since: datetime, zone: tzinfo, *, urgent: bool, safe: SafeHours | None) -> datetime:
    """A contact deadline that leaves time to ring, never an earlier one. Limits that have passed by `since` stay so.

    Nobody is rung at night: from 22:00 to 07:00, by the complainant's wall clock, it moves to the 09:00 that follows,
    unless the matter is urgent or they chose that very hour. Nobody is ever rung outside the hours that they chose: a
    limit without a full one of them after `since` ends with the first such hour (domain.md, *Contact in safety*).
    """
    if due_at <= since:
        return due_at
    is_chosen = safe is not None and safe.hold(due_at - timedelta.resolution, zone)
    if not urgent and not is_chosen:
        due_at = _after_the_night(due_at, zone)
    if safe is not None:
        due_at = max(due_at, first_safe_hour_ends(since, zone, safe).astimezone(due_at.tzinfo))
    return due_at


def _after_the_night(due_at: datetime, zone: tzinfo) -> datetime:
    local = due_at.astimezone(zone)
    wall = local.time()
    if NIGHT_ENDS <= wall < NIGHT_BEGINS:
        return due_at
    day = local.date() + timedelta(days=1 if wall >= NIGHT_BEGINS else 0)
    return datetime.combine(day, MORNING, zone).astimezone(due_at.tzinfo)


def first_safe_hour_ends(since: datetime, zone: tzinfo, safe: SafeHours) -> datetime:
    """The end of the first full hour, from a moment on, in which somebody may be rung."""
    since, today = since.astimezone(UTC), since.astimezone(zone).date()
    for days in count(-1):  # yesterday's may last beyond midnight
        begins, ends = safe.of_day(today + timedelta(days=days), zone)
        if ends - max(begins, since) >= FULL_HOUR:
            return max(begins, since) + FULL_HOUR


@dataclass(frozen=True)
class Steps:
    """When a running clock asks for something: a reminder, the breach, then one office up at each interval."""

    reminder_share: float = 0.75
    every: timedelta = timedelta(hours=24)
    escalations: int = 3


REMINDER, BREACH = 0, 1


def next_step_at(clock: Running, steps: Steps, hours: Hours = AROUND_THE_CLOCK) -> datetime | None:
    """When the step after the last one taken is due; None when the highest office has been told."""
    if clock.step == REMINDER:
        return hours.after(clock.due_at, -clock.limit * (1 - steps.reminder_share))
    if clock.step - BREACH > steps.escalations:
        return None
    return clock.due_at + steps.every * (clock.step - BREACH)


def missed(clock: Running, until: datetime, steps: Steps) -> list[datetime]:
    """When each step from the breach on fell due that nobody had taken by the moment at which a clock stopped.

    Nothing where it stopped in time, be it at the very instant. A reminder is no reminder any more.
    """
    late, found = clock._replace(step=max(clock.step, BREACH)), []
    while (due_at := next_step_at(late, steps)) is not None and due_at < until:
        found.append(due_at)
        late = late._replace(step=late.step + 1)
    return found


def step_after(step: int, missed: Sequence[datetime]) -> int:
    """Where a clock stands once what was missed has been taken."""
    return max(step, BREACH) + len(missed) if missed else step


def pause_left(limit: timedelta, paused: timedelta, share: float) -> timedelta:
    """How long a report clock may still stand in this cycle: the policy's `share` of its limit, in all."""
    return max(limit * share - paused, timedelta())


class Run(Protocol):
    """A row of the ledger: a clock ran from then to then; `why` it stopped, and how much was left when it did."""

    started_at: datetime
    ended_at: datetime | None
    due_at: datetime
    limit: timedelta
    why: str
    time_left: timedelta


PAUSED = "paused"


def time_paused(runs: Sequence[Run], at: datetime) -> timedelta:
    """How long a clock has stood for questions in a cycle. `runs`: in order; a pause that still lasts ends at `at`."""
    resumed = [run.started_at for run in runs[1:]] + [at]
    pauses = (until - run.ended_at for run, until in zip(runs, resumed, strict=False) if run.why == PAUSED)
    return sum(pauses, timedelta())


def pause_ends_at(runs: Sequence[Run], share: float) -> datetime:
    """When the pause that lasts has used up the cycle's share. `runs`: in order, the last one ended by the pause."""
    stood = runs[-1]
    return stood.ended_at + pause_left(stood.limit, time_paused(runs, stood.ended_at), share)


def remaining(clock: Running, at: datetime, hours: Hours) -> tuple[timedelta, timedelta]:
    """What is left of a clock that stops, and how much of that is owed."""
    left = hours.between(at, clock.due_at)
    return left, left if clock.owed is None else clock.owed - hours.between(clock.started_at, at)


def left_after_change(left: timedelta, owed: timedelta, since: datetime, *, before: Hours, after: Hours) -> timedelta:
    """What is left of a clock that stands and will go on at `since`, once its calendar has become another.

    The deadline that was told then comes no earlier, and a holiday that moved it before moves it once.
    """
    if left <= timedelta():
        return left
    return max(owed, after.between(since, before.after(since, left)))


def due_if_unanswered(runs: Sequence[Run], share: float, hours: Hours = AROUND_THE_CLOCK) -> datetime:
    """The deadline of a paused clock as it will be if no answer comes."""
    stood = runs[-1]
    return hours.after(pause_ends_at(runs, share), stood.time_left)


def half(limit: timedelta) -> timedelta:
    """The report limit of a second or third cycle."""
    return limit / 2
