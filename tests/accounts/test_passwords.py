"""Permitted passwords of officers: long and uncommon, with no other rules."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Officer


@pytest.mark.parametrize("typed", ["", "eleven lett", "password1234", "qwertyuiop123", "1q2w3e4r5t6y"])
def test_what_is_short_or_everybodys_is_refused(typed):
    with pytest.raises(ValidationError):
        validate_password(typed)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=64, max_size=120))
def test_any_long_words_are_taken_whole(typed):
    """Any alphabet is accepted, without rules of composition. No letter is dropped, and case matters."""
    validate_password(typed)
    officer = Officer(email="b@example.org")
    officer.set_password(typed)
    assert officer.check_password(typed)
    assert not officer.check_password(typed[:-1])
    if typed.swapcase() != typed:
        assert not officer.check_password(typed.swapcase())
