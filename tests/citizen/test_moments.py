"""Moments as text."""

from datetime import UTC, datetime

import pytest

from tests.world import clock
from web.time_format import format_date_and_time, format_deadline, format_end, format_relative_time, format_start

NOW = clock("10:40")  # Monday 23 November 2026


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (clock("18:40"), "6:40 pm today"),
        (clock("00:00"), "12:00 am today"),
        (clock("12:05"), "12:05 pm today"),
        (clock("+1d 10:40"), "10:40 am tomorrow"),
        (datetime(2026, 11, 22, 18, 59, tzinfo=UTC), "11:59 pm yesterday"),
        (datetime(2026, 11, 22, 19, 0, tzinfo=UTC), "12:00 am today"),  # midnight in Punjab, not in UTC
        (clock("+4d 10:40"), "Friday 27 November, 10:40 am"),
        (clock("+60d 10:40"), "Friday 22 January 2027, 10:40 am"),
    ],
)
def test_a_moment_is_said_as_people_say_it(at, said):
    assert format_relative_time(at, now=NOW).replace("\u00a0", " ") == said


def test_a_deadline_is_by_then():
    assert format_deadline(clock("18:40"), now=NOW) == "by 6:40\u00a0pm today"


def test_what_is_read_later_never_says_today():
    assert format_date_and_time(NOW) == "23 November, 10:40 am"


@pytest.mark.parametrize(
    ("at", "start", "end"),
    [
        (clock("+2d 00:00"), "25 November", "24 November"),
        (clock("+2d 09:00"), "25 November, 9:00 am", "25 November, 9:00 am"),
        (clock("+8d 00:00"), "1 December", "30 November"),
    ],
)
def test_a_period_of_whole_days_is_said_by_its_days(at, start, end):
    assert (format_start(at), format_end(at)) == (start, end)
