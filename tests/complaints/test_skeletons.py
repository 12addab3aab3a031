"""Consonant skeletons: what two scripts of a word have in common, and which different words match by chance."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from complaints.rules.search import search_words
from complaints.rules.search.category_search import written_and_normalised_words
from complaints.rules.search.consonant_skeletons import MOST_READINGS, SHORTEST, skeletons_of_latin, skeletons_of_urdu

WORDS = Path(__file__).parent.parent.parent / "complaints" / "data" / "category_words.csv"

SPELT = [
    ("رشوت", "rishwat rishvat reshwat"),
    ("تھانہ", "thana thaana tana thanah"),
    ("تھانے", "thane thaney thany"),
    ("عدالت", "adalat adaalat"),
    ("یقین", "yaqeen yakin"),
    ("لاہور", "lahore lahor"),
    ("محلہ", "mohalla muhallah mahala"),
    ("مقدمہ", "muqadma muqaddama mukadma"),
    ("چوکی", "chowki chauki choki"),
    ("پولیس", "police polees"),
    ("نہیں", "nahi nahin naheen"),
    ("دھمکیاں", "dhamkiyan dhamkian dhamkiya"),
    ("گاڑی", "gaari gari gadi"),
    ("واقعہ", "waqia waqiah vakia"),
    ("رجسٹری", "registry"),
    ("کرپشن", "corruption karapshan"),
    ("سکول", "school skool"),
    ("تمہارا", "tumhara tumara"),
    ("گھر", "ghar"),
    ("مار", "maar"),
    ("چھیڑ", "chheer"),
]
FORMS = [("رشوت", "رِشْوَت"), ("چوری", "چوري"), ("یقین", "يقين"), ("گاؤں", "گاوں"), ("علماء", "علما")]
UNLIKE = {"بند beyond", "جاتا jhoota", "والے while", "پیٹا pata", "کسی case", "گھر ghair"}
"""The pairs of words in our data that match although they are different words."""


def meet(one: str, other: str) -> bool:
    """Return whether a search for one word finds a statement with the other."""
    (word,) = search_words.parse_search(one)
    return bool(set(word.across) & set(search_words.index_text(other).split()))


@pytest.mark.parametrize(("urdu", "roman"), [(urdu, one) for urdu, spelt in SPELT[:11] for one in spelt.split()])
def test_a_word_finds_itself_in_the_other_script_whichever_way_round(urdu, roman):
    if roman not in {"tana", "thany", "gadi"}:  # An omitted h, an unusual ending or d.
        assert meet(urdu, roman)
        assert meet(roman, urdu)


@pytest.mark.parametrize(("one", "other"), FORMS)
def test_keyboards_and_marks_make_no_difference(one, other):
    assert search_words.parse_search(one)[0].across == search_words.parse_search(other)[0].across


@pytest.mark.parametrize(
    ("one", "other"),
    [("چوری", "car"), ("تھانہ", "than"), ("تھانہ", "ten"), ("رشوت", "rest"), ("قتل", "katna"), ("مار", "more"),
     ("کام", "came"), ("لوٹ", "lot"), ("گھر", "girl"), ("دکان", "token"), ("بچہ", "bachi"), ("عدالت", "delete")],
)  # fmt: skip
def test_other_words_stay_others(one, other):
    assert not meet(one, other)
    assert not meet(other, one)


def test_within_one_script_spelling_alone_decides():
    assert not meet("rishwat", "roshoot")
    assert not meet("رشوت", "روشوت")


def test_which_shipped_words_meet_is_known_and_few_of_them_by_chance():
    with WORDS.open(encoding="utf-8", newline="") as lines:
        told = [text for line in csv.DictReader(lines) for text in line.values()]
    words = {written for text in told for written, _ in written_and_normalised_words(text)}
    kept = {word: set(search_words.index_text(word).split()) for word in words}
    urdu = {word: set(search_words.parse_search(word)[0].across) for word in words if not word.isascii()}
    meeting = {f"{one} {other}" for one, across in urdu.items() for other in words if across & kept[other]}
    assert meeting >= UNLIKE
    assert 140 <= len(meeting) <= 165  # If there are more, check which.
    assert len(UNLIKE) < len(meeting) * 0.05


# --- any word ----------------------------------------------------------------------------------------------------

BEGINNINGS = st.sampled_from([("", ""), ("a", "ا"), ("aa", "آ"), ("i", "ا"), ("u", "ع")])
CONSONANTS = st.sampled_from(
    [
        *[("b", "ب"), ("p", "پ"), ("t", "ت"), ("t", "ٹ"), ("t", "ط"), ("j", "ج"), ("ch", "چ"), ("kh", "خ"), ("d", "د")],
        *[("d", "ڈ"), ("r", "ر"), ("r", "ڑ"), ("z", "ز"), ("z", "ذ"), ("z", "ض"), ("z", "ظ"), ("s", "س"), ("s", "ص")],
        *[("s", "ث"), ("sh", "ش"), ("gh", "غ"), ("g", "گ"), ("f", "ف"), ("q", "ق"), ("k", "ک"), ("l", "ل"), ("m", "م")],
        *[("n", "ن"), ("bh", "بھ"), ("th", "تھ"), ("dh", "دھ"), ("kh", "کھ"), ("gh", "گھ"), ("ph", "پھ"), ("jh", "جھ")],
        *[("w", "و"), ("h", "ح"), ("h", "ہ"), ("bb", "ب"), ("ll", "ل"), ("nn", "ن")],
    ]
)
VOWELS = st.sampled_from(
    [("a", ""), ("i", ""), ("u", ""), ("e", ""), ("a", "ا"), ("aa", "ا"), ("ee", "ی"), ("i", "ی"), ("e", "ی"),
     ("ai", "ی"), ("o", "و"), ("oo", "و"), ("au", "و"), ("a", "ع")]
)  # fmt: skip
ENDINGS = st.sampled_from(
    [("", ""), ("a", "ہ"), ("a", "ا"), ("ah", "ہ"), ("i", "ی"), ("ee", "ی"), ("e", "ے"), ("o", "و")]
)


@given(BEGINNINGS, st.lists(st.tuples(CONSONANTS, VOWELS), min_size=3, max_size=6), ENDINGS)
def test_however_a_word_is_spelt_by_sound_both_spellings_meet(beginning, syllables, ending):
    """Except a last w or h, readings beyond MOST_READINGS, and words that are too short."""
    *_, ((last, _), _) = syllables
    inside = [sound for pair in syllables for sound in pair][:-1]
    roman, urdu = ("".join(letters) for letters in zip(beginning, *inside, ending, strict=True))
    assume(urdu.count("و") <= 3 and roman.count("g") <= 3 and (last not in {"w", "h"} or ending[0]))
    assume(skeletons_of_latin(roman) and skeletons_of_urdu(urdu) and "hh" not in roman)
    assume(not any(re.search("[AIO].", one) for one in skeletons_of_latin(roman)))  # At least two consonants remain.
    assert meet(roman, urdu), (skeletons_of_latin(roman), skeletons_of_urdu(urdu))
    assert meet(urdu, roman)


@given(st.text(max_size=60))
def test_whatever_was_typed_has_few_skeletons_of_some_length_and_none_of_other_scripts(text):
    for of in (skeletons_of_latin, skeletons_of_urdu):
        found = of(text)
        assert len(found) <= MOST_READINGS
        assert all(len(one) >= SHORTEST and one.isascii() and one.isalpha() for one in found)
    assert " " not in "".join(mark for word in search_words.parse_search(text) for mark in word.across)


@given(st.text(alphabet="aeioubdgjkh", max_size=300))
def test_a_word_without_end_takes_no_time_without_end(text):
    assert search_words.index_text(text).count(" ") <= 1 + MOST_READINGS
