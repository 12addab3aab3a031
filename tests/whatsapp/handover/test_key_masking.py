"""Codes and secret words inside a sentence do not reach the operator's page readably."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.printed_key_format import KEY_LENGTH, KEY_LETTERS
from whatsapp.models import HandoverLine
from whatsapp.rules.handover.key_masking import MASK, mask_keys


@pytest.mark.parametrize(
    ("text", "kept_back"),
    [
        ("my code is 481920 please open it", "481920"),
        ("code 481 920 aya hai", "481 920"),
        ("mera code ۴۸۱۹۲۰ hai", "۴۸۱۹۲۰"),
        ("the paper says 2345-6789-ABCD, what now", "2345-6789-ABCD"),
        ("paper par 2345 6789 ABCD likha hai", "2345 6789 ABCD"),
        ("it is QRST UVWX YZAB on the slip", "QRST UVWX YZAB"),
        ("my secret word is nargis-7 and nothing opens", "nargis"),
        ("gulab mera khufia lafz hai", "gulab"),
        ("khufia lafz: gulab jamun. Ab kya karun", "gulab"),
        ("میرا خفیہ لفظ گلاب ہے", "گلاب"),
        ("the duress word was sparrow", "sparrow"),
    ],
)
def test_a_key_in_a_sentence_is_masked(text, kept_back):
    masked = mask_keys(text)
    assert kept_back not in masked
    assert MASK in masked


@pytest.mark.parametrize(
    "text",
    [
        "what happened to 2648 1907 3555",
        "call me on 0300 1112233 or +923001112233",
        "he took Rs. 500000 from me",
        "un ne 500000 rupay liye",
        "they have been here since noon",
        "my CNIC is 42101-1234567-1",
        "The SHO came at 10:30 on 24-11-2026.",
    ],
)
def test_numbers_and_words_of_a_story_stay(text):
    assert mask_keys(text) == text


@given(st.text(KEY_LETTERS, min_size=KEY_LENGTH, max_size=KEY_LENGTH), st.sampled_from(["see ", "یہ ", ""]))
def test_every_printed_key_in_groups_is_masked(key, before):
    grouped = "-".join((key[:4], key[4:8], key[8:]))
    is_number = key.isdigit()
    assert (grouped in mask_keys(f"{before}{grouped} on the slip")) == is_number


def test_the_operator_reads_the_mask_and_the_person_reads_why(talk):
    talk.writes("Salam", "2", "operator")
    says = talk.writes("I got the code 481920 but it does not open")
    assert "code" in says
    assert talk.log("person")[-1] == f"I got the code {MASK} but it does not open"
    assert not HandoverLine.objects.filter(kind="person", text__contains="481920").exists()


def test_what_was_written_before_the_operator_came_is_masked_too(talk):
    talk.writes("Salam", "2", "1", "2", "Lahore", "They know my secret word nargis-7. Help me.", "operator")
    assert "nargis" not in " ".join(talk.log("person"))
