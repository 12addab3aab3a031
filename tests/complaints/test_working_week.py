"""How an administrator writes the working hours of a week: what is read, and what is refused with which reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.models.display.interval_faults import describe_interval_fault
from complaints.rules.time_limits.working_week import FaultyDay, IntervalFault, format_day, parse_day
from tests.complaints.test_working_hours import intervals

LUNCH = ((540, 780), (840, 1020))


@pytest.mark.parametrize(
    "text",
    [
        "09:00-13:00, 14:00-17:00",
        "9-13,14-17",
        " 9.00 – 13.00 ; 14.00 — 17.00 ",
        "14:00-17:00\n09:00-13:00",
        "09:00 to 13:00, 14:00 until 17:00",
        "۰۹:۰۰-۱۳:۰۰، ۱۴:۰۰-۱۷:۰۰",
        "09:00 سے 13:00 تک، 14:00 تا 17:00",
        "\u200e09:00-13:00\u200f,\u206814:00-17:00\u2069,",
    ],
)
def test_hours_are_read_as_people_write_them(text):
    assert parse_day(text) == LUNCH
    assert format_day(parse_day(text)) == "09:00-13:00, 14:00-17:00"


def test_an_empty_day_has_no_hours_and_midnight_ends_a_day():
    assert parse_day("") == parse_day(" , ") == ()
    assert parse_day("22:00-24:00") == ((1320, 1440),)
    assert parse_day("09:00-13:00, 13:00-17:00") == ((540, 780), (780, 1020))


REFUSED = {
    "nine to five": (IntervalFault.UNREADABLE, "cannot be read"),
    "09:00": (IntervalFault.UNREADABLE, "cannot be read"),
    "9-13 14-17": (IntervalFault.UNREADABLE, "cannot be read"),
    "09:00-25:00": (IntervalFault.NO_SUCH_TIME, "09:00-25:00 is not a time of day"),
    "09:70-12:00": (IntervalFault.NO_SUCH_TIME, "is not a time of day"),
    "17:00-09:00": (IntervalFault.ENDS_BEFORE_IT_BEGINS, "17:00-09:00 ends before it begins"),
    "22:00-06:00": (IntervalFault.ENDS_BEFORE_IT_BEGINS, "To work past midnight, end this day at 24:00"),
    "09:00-09:00": (IntervalFault.NO_LENGTH, "begins and ends at the same time"),
    "12:00-15:00, 09:00-13:00": (IntervalFault.OVERLAP, "09:00-13:00 and 12:00-15:00 overlap"),
    "09:00-17:00, 12:00-13:00": (IntervalFault.OVERLAP, "overlap"),
    "09:00-13:00, 09:00-13:00": (IntervalFault.OVERLAP, "overlap"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_meant_is_refused_with_its_reason(text):
    fault, message = REFUSED[text]
    with pytest.raises(FaultyDay) as refused:
        parse_day(text)
    assert refused.value.fault == fault
    assert message in describe_interval_fault(refused.value)


@given(intervals())
def test_what_is_written_is_read_again(day):
    assert parse_day(format_day(day)) == day


def read(text: str) -> tuple | str:
    """Return the intervals of a text, or the message why it is refused."""
    try:
        return parse_day(text)
    except FaultyDay as refusal:
        return describe_interval_fault(refusal)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_message(text):
    found = read(text)
    if isinstance(found, tuple):
        assert list(found) == sorted(found)
        assert all(0 <= start < end <= 1440 for start, end in found)
    else:
        assert found
