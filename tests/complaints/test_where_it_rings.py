"""The time zone of a phone number, which decides when it is night."""

from zoneinfo import ZoneInfo, available_timezones

import pytest

from tests.world import clock
from web.countries import COUNTRIES, PAKISTAN, ZONE_OF_COUNTRY, is_time_zone
from web.identity_numbers import normalise_phone, time_zone_of_phone

NOON = clock("12:00")


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("0300 1112233", "Asia/Karachi"),
        ("042 99201234", "Asia/Karachi"),
        ("+44 20 7946 0958", "Europe/London"),
        ("+44 7911 123456", "Europe/London"),
        ("+971 50 123 4567", "Asia/Dubai"),
        ("+966 51 234 5678", "Asia/Riyadh"),
        ("+1 212 555 0123", "America/New_York"),
        ("+1 415 555 0132", "America/Los_Angeles"),
        ("+39 312 345 6789", "Europe/Rome"),
        ("+61 2 9374 4000", "Australia/Sydney"),
    ],
)
def test_the_wall_clock_beside_the_telephone_is_known(typed, zone):
    """Compare the hour, because a British number may have the zone of one of the islands."""
    found = time_zone_of_phone(normalise_phone(typed))
    assert NOON.astimezone(ZoneInfo(found)).utcoffset() == NOON.astimezone(ZoneInfo(zone)).utcoffset()


@pytest.mark.parametrize("number", ["+870773111632", "+80012345678"])
def test_a_number_of_no_place_tells_no_zone(number):
    """For example a ship's phone or an international freephone number."""
    assert time_zone_of_phone(number) is None


def test_every_country_is_offered_once_with_a_name_in_both_languages():
    assert len(ZONE_OF_COUNTRY) == len(COUNTRIES) > 200
    assert all(country.name_en and country.name_ur for country in COUNTRIES)
    assert len({country.name_en for country in COUNTRIES}) == len({c.name_ur for c in COUNTRIES}) == len(COUNTRIES)


def test_every_zone_that_is_offered_exists_and_no_other_name_is_one():
    assert {PAKISTAN, *ZONE_OF_COUNTRY.values()} <= available_timezones()
    assert all(map(is_time_zone, available_timezones()))
    assert not any(
        map(is_time_zone, ["", "Asia", "Asia/Lahore", "../etc/passwd", "/etc/passwd", "\x00", "a" * 5_000, "."])
    )
