"""Codes and secret words inside a sentence do not reach the operator's page readably."""

import itertools
import re

import pytest
from hypothesis import assume, given
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
        ("482913 264819073555", "482913"),
        ("code 482913 03001234567", "482913"),
        ("482913 Rs 500 lage", "482913"),
        ("two officers 482913", "482913"),
        ("code 4829 13", "4829"),
        ("48 29 13 hai", "29 13"),
        ("4-8-2-9-1-3", "8-2-9"),
        ("it is 482,913", "482,913"),
        ("481,920,482913", "481"),
        ("it says AB23CD45-EF67", "AB23"),
        ("slip 2345 - 6789ABCD", "ABCD"),
        ("here 2345 6789 ABCD", "ABCD"),
        ("2648 1907 3555 2345 6789 ABCD", "ABCD"),
        ("it is AB23CD456789", "AB23"),
        ("my secretword nargis", "nargis"),
        ("my secret-word: nargis", "nargis"),
        ("the code word is nargis", "nargis"),
        ("passphrase blue mango", "mango"),
        ("my pass word = nargis", "nargis"),
        ("my secret is nargis", "nargis"),
        ("my word is nargis", "nargis"),
        ("nargis is my secret word please help", "nargis"),
        ("the secret word. blue mango", "mango"),
        ("my secret word is:\nblue mango", "mango"),
        ("I lost my secret word. My secret word was, nargis", "nargis"),
        ("gulab mera khufia lafz hai madad karein", "gulab"),
        ("khufiya lafz\n\ngulab", "gulab"),
        ("mera raaz gulab hai", "gulab"),
        ("raaz ka lafz gulab", "gulab"),
        ("password hai gulab", "gulab"),
        ("خفیہ لفظ۔ گلاب", "گلاب"),
        ("میرا کوڈ ورڈ گلاب ہے", "گلاب"),
        ("سیکرٹ ورڈ گلاب", "گلاب"),
        ("میرا راز گلاب ہے", "گلاب"),
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
        "264819073555 they have closed it",
        "E-tag 2648 2937 3555 they have closed it",
        "call me on 0300 1112233 or +923001112233",
        "he took Rs. 500000 from me",
        "un ne 500000 rupay liye",
        "Rs 482,913 and 5,00,000 rupees and 500 000 rupay",
        "500,000/- diye",
        "وہ 500000 روپے لے گئے",
        "call +92 300 111 2233 or 042-1112223 or 0300-111-2233 or +44 7911 123456",
        "FIR 12/2026, FIR No. 1234/2026",
        "at 10:30 24-11-2026 or 2026-11-24 10:30-11:45",
        "my word against theirs",
        "mera code nahi aaya",
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


NEIGHBOURS = ("", "264819073555", "2648 1907 3555", "03001234567", "0300 1234567", "0300-123-4567", "code", "کوڈ")
SIGNS = (" ", "-", ",", ".", "_", "/", "–", "\n")


@given(
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.sampled_from(((6,), (3, 3), (4, 2), (2, 4), (2, 2, 2), (1, 1, 1, 1, 1, 1), (1, 2, 3), (5, 1))),
    st.lists(st.sampled_from(SIGNS), min_size=5, max_size=5),
    st.sampled_from(NEIGHBOURS),
    st.sampled_from(NEIGHBOURS),
)
def test_no_code_stays_however_its_digits_are_grouped_and_e_tags_and_phones_do(code, sizes, signs, before, after):
    places = [0, *itertools.accumulate(sizes)]
    groups = [code[start:end] for start, end in itertools.pairwise(places)]
    written = groups[0] + "".join(sign + group for sign, group in zip(signs, groups[1:], strict=False))
    assume(not re.fullmatch(r"\d\d/(19|20)\d\d", written))  # FIR 12/2026
    before, after = before and f"{before} ", after and f" {after}"
    assert mask_keys(f"{before}{written}{after}") == f"{before}{MASK}{after}"


def test_the_operator_reads_the_mask_and_the_person_reads_why(talk):
    talk.writes("Salam", "2", "operator")
    says = talk.writes("I got the code 481920 but it does not open")
    assert "code" in says
    assert talk.log("person")[-1] == f"I got the code {MASK} but it does not open"
    assert not HandoverLine.objects.filter(kind="person", text__contains="481920").exists()


def test_what_was_written_before_the_operator_came_is_masked_too(talk):
    talk.writes("Salam", "2", "1", "2", "Lahore", "They know my secret word nargis-7. Help me.", "operator")
    assert "nargis" not in " ".join(talk.log("person"))
