"""The arithmetic of working hours, tested on random calendars."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from complaints.rules.working_hours import AROUND_THE_CLOCK, NO_TIME, WorkingHours

PAKISTAN = ZoneInfo("Asia/Karachi")
MONDAY = date(2026, 11, 23)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a time by its day (0 is a Monday) and hour."""
    return datetime.combine(MONDAY + timedelta(days=day), time(hour, minute), PAKISTAN)


OFFICE = WorkingHours(frozenset(range(5)), time(9), time(17), frozenset([MONDAY + timedelta(days=2)]), PAKISTAN)
HOUR = timedelta(hours=1)

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(PAKISTAN))
lengths = st.timedeltas(NO_TIME, timedelta(hours=400))
days = st.dates(date(2025, 12, 1), date(2028, 3, 1))


@st.composite
def calendars(draw) -> WorkingHours:
    opens, closes = sorted(draw(st.lists(st.times(), min_size=2, max_size=2, unique=True)))
    assume(datetime.combine(MONDAY, closes) - datetime.combine(MONDAY, opens) >= HOUR)
    week = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return WorkingHours(week, opens, closes, draw(st.frozensets(days, max_size=20)), PAKISTAN)


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


@given(calendars(), moments, lengths)
def test_what_is_laid_out_is_found_again(calendar, start, length):
    end = calendar.after(start, length)
    assert calendar.between(start, end) == length
    assert end >= start
    assert calendar.after(end, -length) <= max(end, start) or length == NO_TIME


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
    more = WorkingHours(calendar.days, calendar.opens, calendar.closes, calendar.closed | {day}, PAKISTAN)
    assert more.after(start, length) >= calendar.after(start, length)


@given(moments, moments, lengths)
def test_around_the_clock_every_hour_counts(start, end, length):
    assert AROUND_THE_CLOCK.after(start, length) - start == length
    assert AROUND_THE_CLOCK.between(start, end) == end - start
