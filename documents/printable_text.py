"""Make text printable: keep only characters that the fonts have, and keep the digits of numbers in order."""

import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

LETTERS = Path(__file__).parent / "fonts" / "letters.txt"
MISSING_CHARACTER = "□"
ZWNJ = "\u200c"  # separates Urdu letters without a space
NO_BREAK = "\u00a0"
BETWEEN_DIGITS = re.compile(r"(?<=[0-9]) (?=[0-9])")
WITHIN_AN_ETAG = re.compile(r"(?<=[0-9]{4}) (?=[0-9]{4}\b)")


def make_printable(text: str, *, language: str) -> str:
    """Return the text as the fonts can show it. It never fails, whatever the text contains.

    The result is in NFC, without control characters and invisible direction marks; a box replaces characters that the
    fonts lack. No-break spaces keep an E-tag on one line. In Urdu they replace all spaces between digits, because they
    belong to the number (bidirectional class CS, Unicode annex 9, rule W4); otherwise the groups of `2648 1907 3555`
    would be shown in reverse order.
    """
    shown = "".join(_printable_characters(unicodedata.normalize("NFC", text.replace("\r\n", "\n"))))
    return (BETWEEN_DIGITS if language == "ur" else WITHIN_AN_ETAG).sub(NO_BREAK, shown)


def split_paragraphs(text: str) -> list[dict[str, str]]:
    """Return the lines of a text with the language of each, by its first letter, because texts can mix scripts."""
    lines = (line.strip() for line in text.splitlines())
    return [{"text": line, "language": text_language(line)} for line in lines if line]


def text_language(text: str) -> str:
    """Return `ur` if the first letter is written from right to left, otherwise `en`."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "R" | "AL":
                return "ur"
            case "L":
                return "en"
    return "en"


@cache
def font_characters() -> frozenset[str]:
    """Return the characters that all weights of the fonts have. bin/paper-fonts writes the list."""
    ranges = (line.split("-") for line in LETTERS.read_text().split())
    return frozenset(chr(code) for first, last in ranges for code in range(int(first, 16), int(last, 16) + 1))


def _printable_characters(text: str):
    last_shown = " "
    for previous, character in pairwise(f" {text}"):
        shown = _printable_character(character, previous=previous, last_shown=last_shown)
        if shown:
            last_shown = shown
            yield shown


def _printable_character(character: str, *, previous: str, last_shown: str) -> str:
    """Return what to print for a character: itself, a replacement or nothing.

    `previous`: the character before it in the text. `last_shown`: the last one that is printed.
    """
    category = unicodedata.category(character)
    if character in "\n\t":
        return character if character == "\n" else " "
    if category in ("Mn", "Me") or character == ZWNJ:
        # A combining mark needs a font that has its letter too. Without one it is left out.
        fits = last_shown.isalpha() or unicodedata.category(last_shown) == "Mn"
        return (
            character
            if character in font_characters() and fits and _is_arabic(character) == _is_arabic(last_shown)
            else ""
        )
    if category in ("Cc", "Cf", "Cs"):
        return ""
    if character in font_characters():
        return character
    return "" if last_shown == MISSING_CHARACTER and previous not in font_characters() else MISSING_CHARACTER


def _is_arabic(character: str) -> bool:
    return character == ZWNJ or "\u0600" <= character <= "\u08ff" or "\ufb50" <= character <= "\ufefc"
