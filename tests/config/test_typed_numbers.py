"""Telephone numbers as people type them. Text with letters among its digits is no number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.printed_key_format import KEY_LENGTH, KEY_LETTERS
from web.identity_numbers import ImpossibleNumber, is_personal_number, normalise_phone


@pytest.mark.parametrize("typed", ["0300 1112233", "۰۳۰۰۱۱۱۲۲۳۳", "+92 (300) 111-2233", "my number is 0300-1112233"])
def test_a_number_is_read_with_words_before_it(typed):
    assert normalise_phone(typed) == "+923001112233"
    assert is_personal_number(typed)


@pytest.mark.parametrize("typed", ["PA68-9JB4-JVKU", "AJ83-3EUW-JQ6F", "0300 POLICES", "042-99212345 ext 203"])
def test_letters_are_not_dialled(typed):
    with pytest.raises(ImpossibleNumber):
        normalise_phone(typed)


@pytest.mark.parametrize("typed", ["1" * 1_000_000, "1a" * 500_000, "+" * 1_000_000])
def test_a_text_of_any_length_is_answered(typed):
    """Even a million characters are answered at once."""
    with pytest.raises(ImpossibleNumber):
        normalise_phone(typed)
    assert not is_personal_number(typed)


@given(st.text(KEY_LETTERS, min_size=KEY_LENGTH, max_size=KEY_LENGTH).filter(lambda key: not key[-4:].isdigit()))
def test_a_printed_code_is_no_number(key):
    with pytest.raises(ImpossibleNumber):
        normalise_phone("-".join((key[:4], key[4:8], key[8:])))


@pytest.mark.parametrize(
    ("reference", "is_personal"),
    [("PA68-9JB4-JVKU", False), ("LHR-2026-0042", False), ("03001112233-A", True), ("35202-1234567-1 copy", True)],
)
def test_a_reference_of_another_system_that_contains_a_number_is_personal(reference, is_personal):
    assert is_personal_number(reference) is is_personal
