"""The simulation of time limits on random histories, against a count of every minute; and the sums that are shown."""

from datetime import datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.clock import Clock, EscalationSteps
from complaints.rules.time_limits.policy_simulation import (
    Deadline,
    Limits,
    PastComplaint,
    PastRun,
    SimulatedDeadline,
    count_unknown,
    runs_until,
    simulate_complaint,
)
from complaints.rules.time_limits.simulation_sums import OTHERS, SMALLEST, SimulationSums, shown_clocks
from complaints.rules.working_hours import CalendarHours, WorkingHours
from tests.complaints.test_working_hours import OFFICE, PRAYERS

KARACHI = ZoneInfo("Asia/Karachi")
START = datetime(2026, 11, 20, 10, 7, tzinfo=KARACHI)  # a Friday
MINUTE, DAY_OF_MINUTES = timedelta(minutes=1), 24 * 60
STEPS = EscalationSteps()

lengths = st.integers(1, 4 * DAY_OF_MINUTES)
reasons = st.sampled_from(["paused", "done", "calendar", "recategorised"])
# Each part is how long the clock ran, why it stopped, and after how long it went on.
parts = st.lists(st.tuples(lengths, reasons, lengths), max_size=5)
calendars = st.sampled_from([None, OFFICE, PRAYERS])


def runs_of(parts, last: int, *, is_open: bool, clock=Clock.REPORT) -> list[PastRun]:
    """Return recorded runs. Their own deadlines do not matter for the simulation."""
    runs, at, never = [], START, timedelta(days=999)
    for length, why, gap in parts:
        ended_at = at + length * MINUTE
        runs.append(PastRun(clock, 1, at, ended_at, at + never, never, why))
        at = ended_at if why in {"calendar", "recategorised"} else ended_at + gap * MINUTE
    ended_at = None if is_open else at + last * MINUTE
    return [*runs, PastRun(clock, 1, at, ended_at, at + never, never, "" if is_open else "done")]


class MinuteCount:
    """A clock that is counted down minute by minute, without the arithmetic of the rules."""

    def __init__(self, limit: int, hours: WorkingHours | None):
        self.hours, self.left, self.at, self.missed, self.not_before = hours, limit, START, False, START

    def is_working(self, at: datetime) -> bool:
        if self.hours is None:
            return True
        minute = at.hour * 60 + at.minute
        in_an_interval = any(begins <= minute < closes for begins, closes in self.hours.week[at.weekday()])
        return in_an_interval and at.date() not in self.hours.closed

    def run(self, until: datetime) -> None:
        while self.at < until:
            if self.left == 0 and self.at >= self.not_before:
                self.missed = True  # it runs in a minute after its deadline
            elif self.left and self.is_working(self.at):
                self.left -= 1
            self.at += MINUTE

    def go_on(self, at: datetime) -> None:
        """Resume. Without any time left, the deadline is the next working minute."""
        self.at = self.not_before = at
        if self.left == 0:
            while not self.is_working(self.not_before):
                self.not_before += MINUTE

    def return_report(self, at: datetime) -> None:
        """Resume with at least a day."""
        self.go_on(at)
        day = [at + number * MINUTE for number in range(DAY_OF_MINUTES)]
        self.left = max(self.left, sum(map(self.is_working, day)))
        self.not_before = max(self.not_before, at + timedelta(days=1))


def counted(parts, last: int, *, limit: int, share: float, hours: WorkingHours | None) -> bool:
    """Return whether the deadline is missed, by counting every minute."""
    clock, at = MinuteCount(limit, hours), START
    allowed = limit * share if limit > DAY_OF_MINUTES else 0
    for length, why, gap in parts:
        at += length * MINUTE
        clock.run(at)
        if why in {"calendar", "recategorised"}:
            continue
        if why == "done":
            at += gap * MINUTE
            clock.return_report(at)
            continue
        pause = min(gap, allowed)
        allowed -= pause
        at += gap * MINUTE
        if pause:
            clock.go_on(clock.at + pause * MINUTE)
    clock.run(at + last * MINUTE)
    return clock.missed


@given(
    parts,
    lengths,
    st.booleans(),
    st.integers(1, 240).map(lambda hours: hours * 60),
    st.sampled_from([0, 0.25, 0.5, 1]),
    calendars,
)
def test_a_random_history_is_judged_as_a_count_of_every_minute_judges_it(parts, last, is_open, limit, share, hours):
    calendar = None if hours is None else CalendarHours(hours)
    limits = Limits(None, limit * MINUTE, timedelta(hours=48), share, STEPS, False, calendar)
    runs = runs_of(parts, last, is_open=is_open)
    until = runs[-1].started_at + last * MINUTE
    (found,) = simulate_complaint(PastComplaint(runs, KARACHI, None, STEPS), limits, at=until)
    assert found.after.missed == counted(parts, last, limit=limit, share=share, hours=hours)
    assert found.before == Deadline(False, 0)


def test_it_escalates_as_often_as_the_steps_allow_after_the_breach():
    runs = runs_of([], 5 * DAY_OF_MINUTES, is_open=False)
    for hours, escalations in ((24, 3), (48, 1), (200, 0)):
        steps = EscalationSteps(0.75, timedelta(hours=hours), 3)
        limits = Limits(None, timedelta(hours=24), timedelta(hours=48), 0.25, steps, False)
        (found,) = simulate_complaint(PastComplaint(runs, KARACHI, None, STEPS), limits, at=START + timedelta(days=9))
        assert found.after == Deadline(True, escalations)


def test_each_submitted_report_has_its_own_deadline_for_the_decision():
    runs = runs_of([(60, "done", 600)], 3 * DAY_OF_MINUTES, is_open=False, clock=Clock.DECISION)
    limits = Limits(None, None, timedelta(hours=48), 0.25, STEPS, False)
    found = list(simulate_complaint(PastComplaint(runs, KARACHI, None, STEPS), limits, at=START))
    assert [one.after.missed for one in found] == [False, True]


def test_a_clock_that_the_limits_drop_is_never_missed_and_one_that_they_add_is_unknown():
    runs = runs_of([], 9 * DAY_OF_MINUTES, is_open=False)
    overdue = [run._replace(due_at=START + MINUTE) for run in runs]
    none = Limits(None, None, timedelta(hours=48), 0.25, STEPS, False)
    (found,) = simulate_complaint(PastComplaint(overdue, KARACHI, None, STEPS), none, at=START)
    assert (found.before.missed, found.after.missed) == (True, False)
    both = Limits(timedelta(hours=4), timedelta(hours=24), timedelta(hours=48), 0.25, STEPS, False)
    unlimited = {"has_contact": False, "has_report": False}
    assert count_unknown(PastComplaint((), KARACHI, None, STEPS, **unlimited), both) == 2
    assert count_unknown(PastComplaint((), KARACHI, None, STEPS, anonymous=True, **unlimited), both) == 1
    assert count_unknown(PastComplaint((), KARACHI, None, STEPS, **unlimited), none) == 0
    assert count_unknown(PastComplaint((), KARACHI, None, STEPS), both) == 0


# --- sums ----------------------------------------------------------------------------------------------------------

deadline_lists = st.lists(
    st.builds(
        SimulatedDeadline,
        st.sampled_from([Clock.CONTACT, Clock.REPORT, Clock.DECISION]),
        st.builds(Deadline, st.booleans(), st.integers(0, 3)),
        st.builds(Deadline, st.booleans(), st.integers(0, 3)),
    ),
    max_size=3,
)


@given(st.lists(st.tuples(st.sampled_from([None, 1, 2, 3, 4]), deadline_lists), max_size=60))
def test_the_rows_add_up_to_the_total_and_no_row_has_few_complaints(complaints):
    sums = SimulationSums()
    for district, deadlines in complaints:
        sums.add_complaint(district, deadlines, unknown=1)
    record = sums.as_record()
    every = [deadline for _district, deadlines in complaints for deadline in deadlines]
    if min(len(complaints), len(every)) < SMALLEST:
        assert record is None
        return
    total = record["total"]["clocks"].values()
    assert sum(sums["deadlines"] for sums in total) == len(every)
    assert sum(sums["more"] for sums in total) == sum(one.after.missed > one.before.missed for one in every)
    assert sum(sums["fewer"] for sums in total) == sum(one.after.missed < one.before.missed for one in every)
    for clock, sums_of_clock in record["total"]["clocks"].items():
        for name, number in sums_of_clock.items():
            assert sum(row["clocks"][clock][name] for row in record["districts"]) == number
            if name != "deadlines":
                continue
            assert number == sum(one.clock == clock for one in every)
    for row in record["districts"]:
        assert row["complaints"] >= SMALLEST
        assert sum(sums["deadlines"] for sums in row["clocks"].values()) >= SMALLEST
    assert record["total"]["complaints"] == record["total"]["unknown"] == len(complaints)


def test_one_small_district_is_joined_by_the_next_so_that_no_subtraction_reveals_it():
    sums = SimulationSums()
    for district, number in (("a", 3), ("b", 12), ("c", 40)):
        for _ in range(number):
            sums.add_complaint(district, [SimulatedDeadline(Clock.CONTACT, *[Deadline(False, 0)] * 2)], unknown=0)
    assert {row["district"]: row["complaints"] for row in sums.as_record()["districts"]} == {"c": 40, OTHERS: 15}


def test_no_clock_is_shown_or_can_be_subtracted_whose_deadlines_are_few():
    """For every number of deadlines of the three clocks: what is not shown is nothing, or not few."""
    numbers = (*range(2 * SMALLEST + 2), 40)
    for contact, report, decision in product(numbers, repeat=3):
        deadlines = {Clock.CONTACT: contact, Clock.REPORT: report, Clock.DECISION: decision}
        shown = shown_clocks(deadlines)
        assert all(deadlines[clock] >= SMALLEST or not deadlines[clock] for clock in shown)
        left_out = [number for clock, number in deadlines.items() if clock not in shown]
        if left_out and sum(deadlines.values()) >= SMALLEST:
            assert sum(left_out) >= SMALLEST
            assert len(left_out) > 1
        if min(contact, report, decision) >= SMALLEST:
            assert not left_out


@given(parts, lengths, st.booleans(), st.integers(0, 20 * DAY_OF_MINUTES))
def test_what_was_recorded_until_a_moment_stays_the_same_whatever_follows(parts, last, is_open, minutes):
    """The runs of a history that was cut at that moment are those of the whole history until then."""
    runs, until = runs_of(parts, last, is_open=is_open), START + minutes * MINUTE
    cut = runs_until(runs, until)
    assert cut == runs_until(cut, until)
    assert [run.started_at for run in cut] == [run.started_at for run in runs if run.started_at < until]
    for run, whole in zip(cut, runs, strict=False):
        has_ended = whole.ended_at is not None and whole.ended_at <= until
        assert (run.ended_at, run.why) == ((whole.ended_at, whole.why) if has_ended else (None, ""))
