"""Sorting by the reader's alphabet, and cleaning of typed text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.text_cleaning import UnreadableText, clean_text, urdu_sort_key


def test_urdu_names_stand_in_the_order_of_the_alphabet():
    """ا آ ب پ ت ٹ ج چ ڈ ر ک گ ل م ن و ہ. By code points, پ چ گ ک ہ ی would come last."""
    names = ["گجرات", "لاہور", "پاکپتن", "چنیوٹ", "بہاولپور", "ٹوبہ ٹیک سنگھ", "اٹک", "ڈیرہ غازی خان", "جہلم", "ملتان"]
    assert sorted(names, key=urdu_sort_key) == [
        "اٹک", "بہاولپور", "پاکپتن", "ٹوبہ ٹیک سنگھ", "جہلم", "چنیوٹ", "ڈیرہ غازی خان", "گجرات", "لاہور", "ملتان",
    ]  # fmt: skip
    assert sorted(names) != sorted(names, key=urdu_sort_key)


def test_latin_names_stand_in_theirs_whatever_their_capitals():
    names = ["rahim Yar Khan", "Attock", "Rajanpur", "bhakkar", "Bahawalnagar"]
    assert sorted(names, key=urdu_sort_key) == ["Attock", "Bahawalnagar", "bhakkar", "rahim Yar Khan", "Rajanpur"]


@pytest.mark.parametrize(
    ("first", "second"), [("لیہ", "لیہ شہر"), ("قصور", "قصوری"), ("", "اٹک"), ("Layyah", "Layyah City")]
)
def test_the_shorter_of_two_that_begin_alike_comes_first(first, second):
    assert urdu_sort_key(first) < urdu_sort_key(second)


@given(st.text(max_size=80))
def test_what_was_cleaned_is_clean(text):
    try:
        once = clean_text(text)
    except UnreadableText:
        return
    assert clean_text(once) == once
    assert not set(once) & {"\x00", "\r", "\u202e", "\u2066"}
