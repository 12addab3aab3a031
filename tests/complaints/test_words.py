"""Sorting by the reader's alphabet, and cleaning of typed text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.text import Unreadable, alphabetical, clean


def test_urdu_names_stand_in_the_order_of_the_alphabet():
    """ا آ ب پ ت ٹ ج چ ڈ ر ک گ ل م ن و ہ. By code points, پ چ گ ک ہ ی would come last."""
    names = ["گجرات", "لاہور", "پاکپتن", "چنیوٹ", "بہاولپور", "ٹوبہ ٹیک سنگھ", "اٹک", "ڈیرہ غازی خان", "جہلم", "ملتان"]
    assert sorted(names, key=alphabetical) == [
        "اٹک", "بہاولپور", "پاکپتن", "ٹوبہ ٹیک سنگھ", "جہلم", "چنیوٹ", "ڈیرہ غازی خان", "گجرات", "لاہور", "ملتان",
    ]  # fmt: skip
    assert sorted(names) != sorted(names, key=alphabetical)


def test_latin_names_stand_in_theirs_whatever_their_capitals():
    names = ["rahim Yar Khan", "Attock", "Rajanpur", "bhakkar", "Bahawalnagar"]
    assert sorted(names, key=alphabetical) == ["Attock", "Bahawalnagar", "bhakkar", "rahim Yar Khan", "Rajanpur"]


@pytest.mark.parametrize(
    ("first", "second"), [("لیہ", "لیہ شہر"), ("قصور", "قصوری"), ("", "اٹک"), ("Layyah", "Layyah City")]
)
def test_the_shorter_of_two_that_begin_alike_comes_first(first, second):
    assert alphabetical(first) < alphabetical(second)


@given(st.text(max_size=80))
def test_what_was_cleaned_is_clean(text):
    try:
        once = clean(text)
    except Unreadable:
        return
    assert clean(once) == once
    assert not set(once) & {"\x00", "\r", "\u202e", "\u2066"}
