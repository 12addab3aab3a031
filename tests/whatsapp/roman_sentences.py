"""Every Roman Urdu text that ships with the chat, with its Urdu original, and the words of each."""

import csv
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from tests.architecture.test_code import ROOT
from tests.world import clock
from whatsapp.rules.languages import Language
from whatsapp.rules.sentences import sentence_table
from whatsapp.rules.time_format import format_moment

TABLES = (
    *(f"information/data/{name}.csv" for name in ("services", "steps", "helplines", "links")),
    "complaints/data/category_roman.csv",
)
_NOT_WORDS = re.compile(r"\{\w+\}|https?://\S+|/\w+/|[\w.]+\.(?:gov|com|net)\b[\w./]*|\[\w+\]")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


@cache
def roman_texts() -> tuple[tuple[str, str, str], ...]:
    """Return the texts: where each stands, the Roman Urdu, and the Urdu ("" where it is in another table)."""
    return (*_sentences(), *_cells(), *_times())


def _sentences() -> Iterator[tuple[str, str, str]]:
    for key, texts in sentence_table().items():
        yield key, texts["roman"], texts["ur"]


def _times() -> Iterator[tuple[str, str, str]]:
    for hour in range(0, 24 * 7, 3):
        at = clock("00:00") + timedelta(hours=hour)
        yield "time_format.py", format_moment(at.isoformat(), Language.ROMAN, zone="Europe/London"), ""


def _cells() -> Iterator[tuple[str, str, str]]:
    for path in TABLES:
        with (ROOT / path).open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines), 2):
                for column, text in row.items():
                    if column.endswith("_roman") and text:
                        urdu = row.get(column.removesuffix("roman") + "ur", "")
                        yield f"{path}:{number} {column}", text, urdu


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without placeholders and addresses."""
    return _WORD.findall(_NOT_WORDS.sub(" ", text).lower())


def sound_of(word: str) -> str:
    """Return one form for the usual spellings of a word: thane and thanay, baar and bar, nahi and nahin."""
    word = re.sub(r"(?:ay|ey|ai|ei|ae|e)$", "E", word.replace("'", ""))
    for pattern, replacement in (
        ("q", "k"), ("w", "v"), ("ph", "f"), ("aa", "a"), ("ee|ie|iy", "i"), ("oo|ou|u", "o"), ("ai|ei|ay|ey", "e"),
        ("chh|cch|ch", "c"), (r"(.)\1", r"\1"), (r"(?<=[aeioE])n$", ""), ("h$", ""), ("i(?=[tnlrsmk])", "e"),
    ):  # fmt: skip
        word = re.sub(pattern, replacement, word)
    return word
