"""No call is made outside the hours that a complainant chose, and the contact clock leaves time within them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from complaints.rules.clock import SafeHours, end_of_first_safe_hour, reachable_deadline, start_contact_clock
from tests.world import KARACHI

HOUR = timedelta(hours=1)
ZONES = [
    ZoneInfo(name) for name in ("Asia/Karachi", "Asia/Riyadh", "Europe/London", "America/New_York", "Asia/Kolkata")
]

instants = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
limits = st.integers(1, 72).map(lambda hours: timedelta(hours=hours))
zones = st.sampled_from(ZONES)
hours = st.integers(0, 23)
safe_hours = st.tuples(hours, hours).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: SafeHours(*pair))


def minutes_between(since: datetime, until: datetime) -> list[datetime]:
    """Return every fifth minute of an interval."""
    return [since + timedelta(minutes=5 * n) for n in range(int((until - since) / timedelta(minutes=5)))]


def longest_safe_stretch(since: datetime, until: datetime, zone, safe: SafeHours) -> timedelta:
    """Find the longest safe interval minute by minute, so that the arithmetic of the rule is not repeated here."""
    longest = run = timedelta()
    for moment in minutes_between(since, until):
        run = run + timedelta(minutes=5) if safe.hold(moment, zone) else timedelta()
        longest = max(longest, run)
    return longest


def on_the_minute(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)


@given(instants.map(on_the_minute), limits, zones, safe_hours, st.booleans())
def test_a_limit_is_never_earlier_and_has_a_full_safe_hour_inside(since, limit, zone, safe, urgent):
    plain = since + limit
    due = reachable_deadline(plain, since, zone, urgent=urgent, safe=safe)
    assert due >= plain
    assert longest_safe_stretch(since, due, zone, safe) >= HOUR


@given(instants.map(on_the_minute), limits, zones, safe_hours)
def test_a_limit_that_has_a_safe_hour_inside_stays_where_it_is(since, limit, zone, safe):
    assume(longest_safe_stretch(since, since + limit, zone, safe) >= HOUR)
    assert reachable_deadline(since + limit, since, zone, urgent=True, safe=safe) == since + limit


@given(instants.map(on_the_minute), zones, safe_hours)
def test_a_limit_that_has_none_ends_with_the_first_one(since, zone, safe):
    ends = end_of_first_safe_hour(since, zone, safe)
    assert safe.hold(ends - HOUR, zone)
    assert longest_safe_stretch(since, ends - timedelta(minutes=5), zone, safe) < HOUR
    assert since + HOUR <= ends <= since + timedelta(hours=50)  # Tomorrow's hour may not exist when clocks change.


@given(instants, limits, zones, safe_hours, st.booleans())
def test_a_limit_that_has_passed_stays_passed(since, late, zone, safe, urgent):
    assert reachable_deadline(since - late, since, zone, urgent=urgent, safe=safe) == since - late


@given(instants, limits, zones, st.one_of(st.none(), safe_hours), st.booleans())
@example(datetime(2026, 11, 23, 6, tzinfo=UTC), HOUR, KARACHI, SafeHours(22, 23), False)
def test_asking_twice_changes_nothing(since, limit, zone, safe, urgent):
    due = start_contact_clock(since, limit, zone, urgent=urgent, safe=safe).due_at
    assert reachable_deadline(due, since, zone, urgent=urgent, safe=safe) == due


@pytest.mark.parametrize(
    ("since", "limit", "safe", "due"),
    [
        ("23 09:00", 8, SafeHours(9, 17), "23 17:00"),  # Inside the safe hours.
        ("23 09:00", 4, SafeHours(18, 20), "23 19:00"),  # No full hour inside: the first one decides.
        ("23 09:00", 4, SafeHours(12, 14), "23 13:00"),  # Exactly one full hour inside.
        ("23 16:30", 1, SafeHours(9, 17), "24 10:00"),  # Half an hour does not suffice.
        ("23 21:00", 2, SafeHours(22, 6), "23 23:00"),  # At night, because the complainant chose it.
        ("23 02:00", 2, SafeHours(22, 6), "23 04:00"),  # Hours that began last night.
    ],
)
def test_what_the_manual_says_of_safe_hours(since, limit, safe, due):
    begins = datetime.strptime(f"2026-11-{since}", "%Y-%m-%d %H:%M").replace(tzinfo=KARACHI)
    found = reachable_deadline(begins + timedelta(hours=limit), begins, KARACHI, urgent=True, safe=safe)
    assert found.astimezone(KARACHI).strftime("%d %H:%M") == due


def test_an_hour_that_the_clocks_leave_out_is_no_hour():
    london = ZoneInfo("Europe/London")
    eve = datetime(2027, 3, 28, 0, 30, tzinfo=london)  # 01:00 is followed by 02:00.
    assert end_of_first_safe_hour(eve, london, SafeHours(1, 2)).astimezone(london) == datetime(
        2027, 3, 29, 2, tzinfo=london
    )


def test_safe_hours_that_go_over_midnight_hold_on_both_sides():
    night = SafeHours(22, 6)
    said = [night.hold(datetime(2026, 11, 23, hour, 59, tzinfo=KARACHI), KARACHI) for hour in (21, 22, 23, 0, 5, 6)]
    assert said == [False, True, True, True, True, False]
