"""The arithmetic of working hours, tested on random calendars."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from complaints.rules.working_hours import AROUND_THE_CLOCK, MINUTES_A_DAY, NO_TIME, WorkingHours

PAKISTAN = ZoneInfo("Asia/Karachi")
MONDAY = date(2026, 11, 23)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a time by its day (0 is a Monday) and hour."""
    return datetime.combine(MONDAY + timedelta(days=day), time(hour, minute), PAKISTAN)


NINE_TO_FIVE, CLOSED = ((9 * 60, 17 * 60),), ()
OFFICE = WorkingHours((NINE_TO_FIVE,) * 5 + (CLOSED,) * 2, frozenset([MONDAY + timedelta(days=2)]), PAKISTAN)
PRAYERS = WorkingHours(
    (((9 * 60, 13 * 60), (14 * 60, 17 * 60)),) * 4
    + (((9 * 60, 12 * 60 + 30), (14 * 60 + 30, 17 * 60)), ((22 * 60, 24 * 60),), ((0, 6 * 60),)),
    frozenset(),
    PAKISTAN,
)
"""Lunch on four days, Friday prayers, and a night that begins on Saturday."""
HOUR = timedelta(hours=1)

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(PAKISTAN))
seconds = moments.map(lambda moment: moment.replace(microsecond=0))
lengths = st.timedeltas(NO_TIME, timedelta(hours=400))
days = st.dates(date(2025, 12, 1), date(2028, 3, 1))


minutes = st.integers(0, MINUTES_A_DAY)


@st.composite
def intervals(draw) -> tuple:
    """A day with up to five intervals. Some of them touch."""
    edges = sorted(draw(st.sets(minutes, max_size=10)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    touching = draw(st.booleans())
    return tuple(pairwise(edges[:4])) if touching and len(edges) > 2 else tuple(pairs)


@st.composite
def calendars(draw) -> WorkingHours:
    week = draw(st.tuples(*[intervals()] * 7))
    assume(sum(end - start for day in week for start, end in day) >= 60)
    return WorkingHours(week, draw(st.frozensets(days, max_size=20)), PAKISTAN)


def counted(calendar: WorkingHours, start: datetime, end: datetime) -> timedelta:
    """Count the working time between two moments minute by minute, with nothing of the rule's own arithmetic."""
    open_minutes = [set() for _ in range(7)]
    for weekday, day in enumerate(calendar.week):
        for begins, closes in day:
            open_minutes[weekday].update(range(begins, closes))
    minute, seconds = start.replace(second=0, microsecond=0), 0
    while minute < end:
        if minute.date() not in calendar.closed and minute.hour * 60 + minute.minute in open_minutes[minute.weekday()]:
            following = minute + timedelta(minutes=1)
            seconds += (min(following, end) - max(minute, start)).total_seconds()
        minute += timedelta(minutes=1)
    return timedelta(seconds=seconds)


def test_a_night_a_holiday_and_a_weekend_use_nothing_up():
    assert OFFICE.after(at(0, 16), HOUR * 2) == at(1, 10)  # Across the night.
    assert OFFICE.after(at(1, 16), HOUR * 2) == at(3, 10)  # over the holiday
    assert OFFICE.after(at(4, 16), HOUR * 2) == at(7, 10)  # Across the weekend.
    assert OFFICE.after(at(0, 20), NO_TIME + HOUR) == at(1, 10)
    assert OFFICE.after(at(0, 9), HOUR * 8) == at(0, 17)
    assert OFFICE.between(at(0, 9), at(7, 9)) == HOUR * 32
    assert OFFICE.between(at(7, 9), at(0, 9)) == -HOUR * 32


def test_three_quarters_of_a_limit_are_counted_in_its_own_hours():
    assert OFFICE.after(at(3, 11), -HOUR * 4) == at(1, 15)  # Across the holiday, backwards.


def test_lunch_friday_prayers_and_a_night_use_nothing_up():
    assert PRAYERS.between(at(0, 9), at(0, 17)) == HOUR * 7
    assert PRAYERS.after(at(0, 12, 30), HOUR) == at(0, 14, 30)  # over lunch
    assert PRAYERS.after(at(4, 12), HOUR) == at(4, 15)  # over the prayers
    assert PRAYERS.after(at(4, 16), HOUR * 4) == at(6, 1)  # Friday, then from 22:00 on Saturday past midnight
    assert PRAYERS.after(at(6, 1), -HOUR * 4) == at(4, 16)
    assert PRAYERS.between(at(5, 0), at(7, 0)) == HOUR * 8


@pytest.mark.slow
@given(calendars(), seconds, st.timedeltas(NO_TIME, timedelta(days=9)))
def test_it_agrees_with_a_count_of_every_minute_to_the_second(calendar, start, length):
    end = start + timedelta(seconds=int(length.total_seconds()))
    worked = counted(calendar, start, end)
    assert calendar.between(start, end) == worked
    assert calendar.between(end, start) == -worked
    if worked:  # The deadline is the first second by which so much was worked, and the same backwards.
        due_at, began_at = calendar.after(start, worked), calendar.after(end, -worked)
        assert due_at <= end
        assert counted(calendar, start, due_at) == worked > counted(calendar, start, due_at - timedelta(seconds=1))
        assert began_at >= start
        assert counted(calendar, began_at, end) == worked > counted(calendar, began_at + timedelta(seconds=1), end)


@given(calendars(), moments, lengths)
def test_what_is_laid_out_is_found_again(calendar, start, length):
    end = calendar.after(start, length)
    assert calendar.between(start, end) == length
    assert end >= start
    assert calendar.after(end, -length) <= max(end, start) or length == NO_TIME


@pytest.mark.slow
@given(calendars(), moments, moments, moments)
def test_time_is_added_up_whatever_the_order(calendar, one, two, three):
    assert calendar.between(one, two) + calendar.between(two, three) == calendar.between(one, three)
    assert calendar.between(one, two) == -calendar.between(two, one)
    assert abs(calendar.between(one, two)) <= abs(two - one)


@given(calendars(), moments, lengths, lengths)
def test_more_work_never_ends_earlier(calendar, start, length, more):
    assert calendar.after(start, length + more) >= calendar.after(start, length)


@given(calendars(), moments, lengths, days)
def test_one_holiday_more_never_makes_a_deadline_earlier(calendar, start, length, day):
    more = replace(calendar, closed=calendar.closed | {day})
    assert more.after(start, length) >= calendar.after(start, length)


@given(moments, moments, lengths)
def test_around_the_clock_every_hour_counts(start, end, length):
    assert AROUND_THE_CLOCK.after(start, length) - start == length
    assert AROUND_THE_CLOCK.between(start, end) == end - start
