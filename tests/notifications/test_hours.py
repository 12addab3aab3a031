"""The hours in which a person may be written to, whatever changes of time their zone has."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.rules.delivery_hours import DailyHours

KARACHI, LONDON, NEW_YORK = ZoneInfo("Asia/Karachi"), ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
QUARTER = timedelta(minutes=15)

# Zones where Pakistanis live, and the hardest ones: half an hour of summer time (Lord Howe), changes at midnight
# (Beirut).
ZONES = ["Asia/Karachi", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "Asia/Kathmandu"]

hours = st.builds(
    lambda begin, length, zone: DailyHours(begin, (begin + length) % 24, ZoneInfo(zone)),
    st.integers(0, 23),
    st.integers(1, 23),
    st.sampled_from(ZONES),
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


def at(text: str, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def quarters(since: datetime, until: datetime):
    """Yield every quarter of an hour between two moments. All changes of these zones are at a quarter."""
    moment = datetime.fromtimestamp(-(-since.timestamp() // 900) * 900, UTC)
    while moment < until:
        yield moment
        moment += QUARTER


@given(hours, moments)
def test_the_first_moment_lies_within_them_and_no_earlier_one_does(hours, moment):
    first = hours.first_instant(moment)
    assert first >= moment
    assert hours.include(first)
    assert not any(hours.include(earlier) for earlier in (moment, *quarters(moment, first)) if earlier < first)
    assert first - moment <= timedelta(days=2)  # a day is skipped if its only hour does not exist


@given(hours, moments)
def test_they_are_the_others_hours_turned_round(hours, moment):
    assert DailyHours(hours.end, hours.begin, hours.zone).include(moment) is not hours.include(moment)


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        ("2026-11-24T08:59:59", "2026-11-24T09:00"),
        ("2026-11-24T09:00", "2026-11-24T09:00"),
        ("2026-11-24T16:59:59", "2026-11-24T16:59:59"),
        ("2026-11-24T17:00", "2026-11-25T09:00"),
        ("2026-11-24T23:00", "2026-11-25T09:00"),
    ],
)
def test_nine_to_five_begins_with_its_first_minute_and_ends_before_its_last(moment, first):
    assert DailyHours(9, 17, KARACHI).first_instant(at(moment, KARACHI)) == at(first, KARACHI)


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        ("2026-11-24T21:30", "2026-11-24T22:00"),
        ("2026-11-24T23:30", "2026-11-24T23:30"),
        ("2026-11-25T05:59", "2026-11-25T05:59"),
        ("2026-11-25T06:00", "2026-11-25T22:00"),
    ],
)
def test_ten_at_night_till_six_goes_over_midnight(moment, first):
    assert DailyHours(22, 6, KARACHI).first_instant(at(moment, KARACHI)) == at(first, KARACHI)


def test_the_clock_on_their_own_wall_decides():
    """Nine in the morning in London is the afternoon in Lahore."""
    assert DailyHours(9, 12, LONDON).first_instant(at("2026-11-24T11:00", KARACHI)) == at("2026-11-24T14:00", KARACHI)


def test_an_hour_that_is_jumped_over_begins_when_the_jump_is_over():
    assert DailyHours(2, 5, NEW_YORK).first_instant(at("2027-03-14T00:30", NEW_YORK)) == at(
        "2027-03-14T03:00", NEW_YORK
    )
    assert DailyHours(2, 3, NEW_YORK).first_instant(at("2027-03-14T00:30", NEW_YORK)) == at(
        "2027-03-15T02:00", NEW_YORK
    )


def test_an_hour_that_comes_twice_counts_twice():
    second = at("2026-11-01T01:30", NEW_YORK, fold=1)
    assert DailyHours(1, 2, NEW_YORK).first_instant(second) == second
    assert DailyHours(1, 2, NEW_YORK).first_instant(at("2026-11-01T02:00", NEW_YORK)) == at(
        "2026-11-02T01:00", NEW_YORK
    )
