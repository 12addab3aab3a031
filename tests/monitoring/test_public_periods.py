"""The window of ninety days ends with a past Sunday; months are whole."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.rules.publication_periods import MONTHS_PUBLISHED, next_month, periods_published_on


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 11, 23), date(2026, 11, 22)),  # a Monday: yesterday's week
        (date(2026, 11, 24), date(2026, 11, 22)),
        (date(2026, 11, 29), date(2026, 11, 22)),  # a Sunday is not over
        (date(2026, 11, 30), date(2026, 11, 29)),
    ],
)
def test_a_publication_ends_with_the_last_sunday_that_is_over(today, last):
    assert periods_published_on(today).last == last


def test_the_months_are_those_that_are_over_by_then():
    wanted = periods_published_on(date(2026, 11, 24))
    assert (wanted.first, wanted.last) == (date(2026, 8, 25), date(2026, 11, 22))
    assert wanted.months == tuple(date(2026, month, 1) for month in range(5, 11))
    assert wanted.overlapping == (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))


def test_a_month_that_ends_with_the_sunday_is_whole():
    assert periods_published_on(date(2026, 6, 1)).months[-1] == date(2026, 5, 1)  # Sunday, 31 May


@given(st.dates(date(2024, 1, 1), date(2090, 1, 1)))
def test_whatever_the_day_the_window_has_ninety_days_and_the_months_follow_each_other(today):
    wanted = periods_published_on(today)
    assert (wanted.last - wanted.first).days == 89
    assert wanted.last.isoweekday() == 7
    assert 1 <= (today - wanted.last).days <= 7
    assert len(wanted.months) == MONTHS_PUBLISHED
    assert all(next_month(one) == other for one, other in zip(wanted.months, wanted.months[1:], strict=False))
    assert next_month(wanted.months[-1]) <= wanted.last.replace(day=1) or next_month(wanted.months[-1]) > wanted.last
