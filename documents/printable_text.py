"""What stands on a paper, made printable: only letters that the fonts have, in an order that keeps numbers whole."""

import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

LETTERS = Path(__file__).parent / "fonts" / "letters.txt"
MISSING = "□"
ZWNJ = "\u200c"  # parts Urdu letters without a space
NO_BREAK = "\u00a0"
BETWEEN_DIGITS = re.compile(r"(?<=[0-9]) (?=[0-9])")
WITHIN_AN_ETAG = re.compile(r"(?<=[0-9]{4}) (?=[0-9]{4}\b)")


def printable(text: str, *, language: str) -> str:
    """The text as the fonts can show it: NFC, without controls and hidden directions, unknown signs as an empty box.

    Nothing here can fail, whatever was typed. An E-tag stays on one line. In Urdu any space between digits becomes
    one that belongs to the number (bidirectional class CS, Unicode annex 9, rule W4), or `2648 1907 3555` would turn
    about, group by group.
    """
    kept = "".join(_kept(unicodedata.normalize("NFC", text.replace("\r\n", "\n"))))
    return (BETWEEN_DIGITS if language == "ur" else WITHIN_AN_ETAG).sub(NO_BREAK, kept)


def paragraphs(text: str) -> list[dict[str, str]]:
    """What somebody wrote, line by line, each with the language that its first letter shows: ways of writing mix."""
    lines = (line.strip() for line in text.splitlines())
    return [{"text": line, "language": written_in(line)} for line in lines if line]


def written_in(text: str) -> str:
    """`ur` where the first letter runs from right to left, otherwise `en`."""
    for sign in text:
        match unicodedata.bidirectional(sign):
            case "R" | "AL":
                return "ur"
            case "L":
                return "en"
    return "en"


@cache
def letters() -> frozenset[str]:
    """Every character that each weight of the fonts has (bin/paper-fonts wrote the list)."""
    ranges = (line.split("-") for line in LETTERS.read_text().split())
    return frozenset(chr(code) for first, last in ranges for code in range(int(first, 16), int(last, 16) + 1))


def _kept(text: str):
    before = " "
    for earlier, sign in pairwise(f" {text}"):
        shown = _shown(sign, earlier=earlier, before=before)
        if shown:
            before = shown
            yield shown


def _shown(sign: str, *, earlier: str, before: str) -> str:
    """What stands for one character; `earlier` was typed before it, `before` is the last that is shown."""
    kind = unicodedata.category(sign)
    if sign in "\n\t":
        return sign if sign == "\n" else " "
    if kind in ("Mn", "Me") or sign == ZWNJ:
        # A mark is drawn with its letter, by one font: it goes where none has both.
        fits = before.isalpha() or unicodedata.category(before) == "Mn"
        return sign if sign in letters() and fits and _arabic(sign) == _arabic(before) else ""
    if kind in ("Cc", "Cf", "Cs"):
        return ""
    if sign in letters():
        return sign
    return "" if before == MISSING and earlier not in letters() else MISSING


def _arabic(sign: str) -> bool:
    return sign == ZWNJ or "\u0600" <= sign <= "\u08ff" or "\ufb50" <= sign <= "\ufefc"
