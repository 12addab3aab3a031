"""The Urdu of the interface and of the chat: one spelling of each word, Urdu punctuation, no misleading words."""

import csv
import re
import tomllib
from collections.abc import Iterator

import polib
import pytest

from tests.architecture.test_code import ROOT

ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff]")
SEARCHED = {"search_words", "aliases"}  # columns with the spellings that people type, not with ours

SPELLINGS = {
    "انہیں، not انھیں": r"انھ",
    "اسکول، not سکول": r"(?<!ا)سکول",
    "پتا، not پتہ": r"(?<!لا)پتہ",
    "افسران، not افسروں": r"افسروں",
    "لیے، not لئے": r"لئے",
    "چاہیے، not چاہئے": r"چاہئے|چاہیئے",
    "ہوئی، not ہوئ or ھوئی": r"ہوئ(?![\u0600-\u06ff])|ھوئی|ہوی(?![\u0600-\u06ff])",
    "صورتحال، not صورت حال": r"صورتِ? حال",
    "Urdu letters, not Arabic ones": r"[يكهةى]",
    "digits 0-9": r"[۰-۹٠-٩]",
    "Urdu punctuation": r"[\u0600-\u06ff]\s*[,;?]|[,;?]\s*[\u0600-\u06ff]|[\u0600-\u06ff]\.(\s|$)",
}
WORDS_TO_AVOID = {
    "ضلع کے، not ضلعے": r"ضلعے",
    "قسم، not زمرہ": r"زمر[ہے]",
    "مقررہ وقت، not گھڑی": r"گھڑی",
    "جس افسر کے خلاف شکایت ہے، not متعلقہ افسر": r"متعلقہ افسر",
    "مسئلہ حل نہیں ہوا، not داد رسی سے انکار": r"داد رسی سے انکار",
    "کوڈ، not کنجی": r"کنجی|چابی",
    "زیرِ کارروائی شکایات، not کھلی شکایات": r"کھلی شکای",
    "ریکارڈ محفوظ رکھنے کا حکم، not قانونی روک": r"قانونی روک",
    "رازدارانہ شکایات، not خفیہ شکایات": r"خفیہ شکای",
    "تھانے کا جائزہ، not تھانے کا گوشوارہ": r"گوشوار[ہے]",
}
ROMAN_SPELLINGS = {
    "nahi": r"\b(nahin|naheen|nahein|nai)\b",
    "zila": r"\b(zilla|zillah|zilah)\b",
    "ittela": r"\b(ittila|itila|ittla)\b",
    "mein": r"\b(main(?! menu)|men|mei)\b",
    "hai": r"\b(he|hay|hae)\b",
}


def catalogue() -> Iterator[tuple[str, str]]:
    """Yield the English and Urdu text of each message; each plural form separately."""
    for entry in polib.pofile(str(ROOT / "locale/ur/LC_MESSAGES/django.po")):
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            yield entry.msgid, text


def chat(language: str) -> Iterator[tuple[str, str]]:
    """Yield the name and text of each sentence of the chat."""
    for file in sorted((ROOT / "whatsapp/words").glob("*.toml")):
        for name, languages in tomllib.loads(file.read_text(encoding="utf-8")).items():
            yield f"{file.name}: {name}", languages[language]


def data(ending: str) -> Iterator[tuple[str, str]]:
    """Yield the place and text of each cell, in all data files, whose column name has that ending."""
    for file in sorted(ROOT.glob("*/data/*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines), 2):
                for column, text in row.items():
                    if column and column not in SEARCHED and column.endswith(ending) and text:
                        yield f"{file.relative_to(ROOT)}:{number} {column}", text


URDU = [*catalogue(), *chat("ur"), *data("_ur")]
ROMAN = [*chat("roman"), *data("_roman")]


@pytest.mark.parametrize("rule", SPELLINGS | WORDS_TO_AVOID)
def test_urdu_is_written_one_way(rule):
    wrong = re.compile((SPELLINGS | WORDS_TO_AVOID)[rule])
    assert [(where, text) for where, text in URDU if ARABIC_SCRIPT.search(text) and wrong.search(text)] == []


@pytest.mark.parametrize("word", ROMAN_SPELLINGS)
def test_roman_urdu_is_written_one_way(word):
    wrong = re.compile(ROMAN_SPELLINGS[word], re.IGNORECASE)
    assert [(where, text) for where, text in ROMAN if wrong.search(text)] == []


def test_printed_is_never_called_hidden():
    """Readers understand چھپی ہوئی as *hidden*, so it is used only for hidden things."""
    assert [(where, text) for where, text in URDU if "چھپی ہوئی" in text and "hid" not in where] == []


def test_leaving_a_page_does_not_sound_like_closing_the_complaint():
    leaving = re.compile(r"\b(sign out|leave this page|leave the page)\b", re.IGNORECASE)
    assert [(en, ur) for en, ur in catalogue() if leaving.search(en) and "بند کریں" in ur] == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("انہیں، not انھیں", "انھیں بتائیں"),
        ("اسکول، not سکول", "سکول کھلا ہے"),
        ("پتا، not پتہ", "اپنا پتہ لکھیں"),
        ("ہوئی، not ہوئ or ھوئی", "درج ہوئ"),
        ("Urdu punctuation", "درج ہوئی, مکمل"),
        ("digits 0-9", "۱۵ پر کال کریں"),
    ],
)
def test_the_rules_find_what_they_forbid(rule, text):
    assert re.search(SPELLINGS[rule], text)
