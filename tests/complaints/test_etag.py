"""The E-tag: how it may be typed, and how mistyped digits are found."""

from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from complaints.rules import etag

etags = st.builds(etag.compose_etag, st.integers(2022, 2099), st.integers(0, 10**9 - 1))
URDU = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@given(etags)
def test_every_single_wrong_digit_is_caught_wherever_it_stands(number):
    for place in range(etag.DIGITS):
        for digit in "0123456789":
            if digit != number[place]:
                with pytest.raises(etag.MistypedEtag):
                    etag.parse_etag(number[:place] + digit + number[place + 1 :])


@given(etags)
def test_every_swap_of_neighbours_is_caught_wherever_it_stands(number):
    for place in range(etag.DIGITS - 1):
        one, other = number[place : place + 2]
        if one != other:
            with pytest.raises(etag.MistypedEtag):
                etag.parse_etag(number[:place] + other + one + number[place + 2 :])


@given(etags, st.sampled_from(["{}", " {} ", "{}\u200f"]))
def test_it_may_be_typed_with_spaces_dashes_and_urdu_digits(number, around):
    for written in (
        number,
        etag.format_etag(number),
        etag.format_etag(number).replace(" ", "-"),
        number.translate(URDU),
    ):
        assert etag.parse_etag(around.format(written)) == number


@given(st.text(max_size=20))
def test_anything_else_is_mistyped_and_never_an_error(typed):
    with suppress(etag.MistypedEtag):
        assert len(etag.parse_etag(typed)) == etag.DIGITS


@given(st.integers(2022, 2099), st.integers(0, 10**9 - 1), st.integers(0, 10**9 - 1))
def test_two_random_numbers_are_two_etags(year, one, other):
    assume(one != other)
    assert etag.compose_etag(year, one) != etag.compose_etag(year, other)
    assert etag.compose_etag(year, one)[:2] == f"{year % 100:02d}"
