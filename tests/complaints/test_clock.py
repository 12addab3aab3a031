"""The three clocks that the complainant knows, for any limits, times and pauses."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from complaints.rules import clock
from complaints.rules.clock import PAUSED, EscalationSteps, RunningState
from tests.world import KARACHI

instants = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
lengths = st.timedeltas(timedelta(), timedelta(days=30))
limits = st.integers(1, 400).map(lambda hours: timedelta(hours=hours))
DAY = timedelta(days=1)


@st.composite
def spells(draw):
    """Generate the start of a clock, its limit, and alternating times of running and standing."""
    turns = draw(st.lists(st.tuples(lengths, lengths), max_size=6))
    return draw(instants), draw(limits), turns


def run_through(start, limit, turns):
    """Return the clock after it ran and stood in turn; it runs at the end."""
    running, at = clock.start_clock(start, limit), start
    for ran, stood in turns:
        stopped = clock.stop_clock(running, at + ran)
        at += ran + stood
        running = clock.resume_clock(stopped, at)
    return running


@given(spells())
def test_a_pause_moves_the_deadline_by_its_own_time(spell):
    start, limit, turns = spell
    stood = sum((pause for _, pause in turns), timedelta())
    assert run_through(start, limit, turns).due_at == start + limit + stood


@given(spells(), st.randoms())
def test_the_order_of_pauses_does_not_matter(spell, random):
    start, limit, turns = spell
    shuffled = random.sample(turns, len(turns))
    assert run_through(start, limit, turns).due_at == run_through(start, limit, shuffled).due_at


@given(spells())
def test_a_deadline_is_never_earlier_than_the_pinned_policy_says(spell):
    start, limit, turns = spell
    assert run_through(start, limit, turns).due_at >= start + limit


@given(instants, limits, lengths)
def test_a_denied_contact_ran_as_if_it_had_never_been_suspended(start, limit, ran):
    running = clock.start_clock(start, limit)
    denied = clock.resume_after_denial(clock.stop_clock(running, start + ran), running.due_at)
    assert (denied.due_at, denied.limit, denied.step) == (running.due_at, running.limit, running.step)
    assert denied.started_at == start + ran


@given(instants, limits, lengths, lengths)
def test_a_returned_report_has_what_was_left_and_at_least_a_day(start, limit, ran, decided):
    stopped = clock.stop_clock(clock.start_clock(start, limit), start + ran)
    again = clock.resume_after_return(stopped, start + ran + decided)
    assert again.budget == max(limit - ran, DAY)
    assert again.due_at >= start + limit


@given(instants, limits)
def test_nobody_is_rung_at_night_unless_the_matter_is_urgent(start, limit):
    due = clock.start_contact_clock(start, limit, KARACHI, urgent=False).due_at
    wall = due.astimezone(KARACHI).time()
    assert time(7) <= wall < time(22)
    plain = start + limit
    assert due == plain or (wall == time(9) and timedelta() < due - plain <= timedelta(hours=11))
    assert clock.start_contact_clock(start, limit, KARACHI, urgent=True).due_at == plain


def test_the_night_begins_at_ten_and_ends_at_seven():
    def due(hour, minute):
        end = datetime(2026, 11, 23, hour, minute, tzinfo=KARACHI)
        moved = clock.start_contact_clock(end - timedelta(hours=8), timedelta(hours=8), KARACHI, urgent=False).due_at
        return moved.astimezone(KARACHI).strftime("%d %H:%M")

    assert due(21, 59) == "23 21:59"
    assert due(22, 0) == "24 09:00"
    assert due(6, 59) == "23 09:00"
    assert due(7, 0) == "23 07:00"


@given(instants, limits, st.floats(0.05, 1), st.integers(1, 72), st.integers(0, 5))
def test_each_step_comes_after_the_one_before_and_they_end(start, limit, share, hours, escalations):
    steps = EscalationSteps(share, timedelta(hours=hours), escalations)
    due = start + limit
    times = [clock.next_step_at(RunningState(start, due, limit, step), steps) for step in range(escalations + 3)]
    assert times[-1] is None
    assert times[1] == due
    assert all(one < next_one for one, next_one in pairwise(times[1:-1]))
    assert start <= times[0] <= due


@dataclass
class Run:
    """The fields of a ledger row that the pauses need."""

    started_at: datetime
    ended_at: datetime | None
    due_at: datetime
    limit: timedelta
    why: str = PAUSED

    @property
    def time_left_when_stopped(self) -> timedelta:
        return self.due_at - self.ended_at


@given(instants, limits, st.lists(st.tuples(lengths, lengths), min_size=1, max_size=4), lengths, st.floats(0, 1))
def test_pauses_of_a_cycle_are_added_up_and_never_outlast_their_share_of_the_limit(start, limit, turns, since, share):
    assume(limit > DAY)
    runs, at = [], start
    for ran, stood in turns:
        runs.append(Run(at, at + ran, at + limit, limit))
        at += ran + stood
    before = sum((stood for _, stood in turns[:-1]), timedelta())
    ends = clock.pause_ends_at(runs, share)
    assert clock.time_paused(runs, runs[-1].ended_at + since) == before + since
    assert ends == runs[-1].ended_at + max(limit * share - before, timedelta())
    assert clock.deadline_if_unanswered(runs, share) == ends + (runs[-1].due_at - runs[-1].ended_at)
