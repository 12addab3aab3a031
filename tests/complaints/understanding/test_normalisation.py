"""One form for every keyboard and spelling; any text is taken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.understanding.normalisation import normalize, tokenize
from complaints.understanding.sentence import OTHER, understand
from complaints.understanding.spelling import consonants, fold

PASHTO = "زما ورور پولیسو نیولی دی، مهرباني وکړئ مرسته وکړئ"
ARABIC = "سرقت سيارتي أمس من أمام المنزل ولم تفعل الشرطة شيئا"
STRANGE = (
    "",
    " ",
    "😂🤣😭",
    PASHTO,
    ARABIC,
    "\x00\ufeff\u202e",
    "a" * 20_000,
    "پ" * 20_000,
    "?!" * 9_000,
    "١٥ 15 ۱۵",
    "’’'",
)


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_normalising_twice_changes_nothing(text):
    assert normalize(normalize(text)) == normalize(text)


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_any_text_is_understood_as_something(text):
    understanding = understand(text)
    assert 1 <= len(understanding.categories) <= 3
    assert all(0 <= proposal.score <= 1 for proposal in understanding.categories + understanding.districts)


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_a_strange_text_is_understood_as_something(text):
    assert normalize(normalize(text)) == normalize(text)
    assert understand(text).categories


@pytest.mark.parametrize("text", ["", "  ", "؟", "。。。", "ꙮꙮ ᚠᚢᚦ"])
def test_a_text_without_a_known_word_is_something_else_and_no_danger(text):
    understanding = understand(text)
    assert (understanding.category.code, understanding.danger) == (OTHER, "none")


@pytest.mark.parametrize(
    ("typed", "normalized"),
    [
        ("ملتان كينٹ ۱۵", "ملتان کینٹ 15"),
        ("PLEASEEEE", "please"),
        ("می\u200cرا", "میرا"),
        ("ــپولیس", "پولیس"),
        ("ﻻﮨﻮﺭ", "لاہور"),
        ("بچّہ", "بچہ"),
    ],
)
def test_keyboards_give_one_form(typed, normalized):
    assert normalize(typed) == normalized


@pytest.mark.parametrize(
    "spellings",
    [
        "nahi nahin nai nhi nahee",
        "thana thanay thane",
        "kar kr",
        "pese paise paisay pesay",
        "mein main me",
        "plz please",
    ],
)
def test_spellings_of_a_roman_urdu_word_are_one_word(spellings):
    assert len({fold(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("urdu", "roman"), [("رشوت", "rishwat"), ("پولیس", "polees"), ("قبضہ", "qabza"), ("شوہر", "shohar")]
)
def test_an_urdu_word_and_its_roman_spelling_have_the_same_consonants(urdu, roman):
    assert consonants(normalize(urdu)) == consonants(roman)


def test_numbers_marks_and_emoji_are_tokens():
    assert tokenize(normalize("Help!! 15 pe call ki؟ 😭")) == ["help", "!!", "15", "pe", "call", "ki", "?", "😭"]
