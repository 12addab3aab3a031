"""Meaning of a text message to the portal: an E-tag, a yes or no with the question's digits, or something else.

For feature phones: an E-tag is digits in any script with any separators. The answers are words that people write in
English, Roman Urdu and Urdu.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from complaints.rules import etag

CONFIRM = frozenset(
    ["confirm", "confirmed", "yes", "y", "ok", "haan", "han", "ha", "ji", "jee", "درست", "تصدیق", "ہاں", "جی"]
)
DENY = frozenset(["deny", "denied", "no", "n", "nahi", "nahin", "galat", "ghalat", "نہیں", "غلط", "انکار"])
NONCE_LENGTH = 4
_DIGIT_RUN = re.compile(r"[0-9۰-۹٠-٩][0-9۰-۹٠-٩\s\-–—.\u200c\u200e\u200f\u00a0]*")


class SmsMeaning(StrEnum):
    """`STATUS`: a request for the status. `CONFIRM`, `DENY`: the answer to *did the officer speak to you?*"""

    STATUS = "status"
    CONFIRM = "confirm"
    DENY = "deny"
    OTHER = "other"


@dataclass(frozen=True)
class ParsedSms:
    """The meaning of a text message, its E-tag and the four digits of a question; empty without them."""

    meaning: SmsMeaning
    etag: str = ""
    nonce: str = ""


def parse_sms(text: str) -> ParsedSms:
    """Parse a text message. A text with both a yes and a no counts as neither, because we do not guess."""
    number = _find_etag(text)
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
    confirms, denies = bool(words & CONFIRM), bool(words & DENY)
    if confirms != denies:
        return ParsedSms(SmsMeaning.CONFIRM if confirms else SmsMeaning.DENY, number, _find_nonce(text))
    return (
        ParsedSms(SmsMeaning.STATUS, number)
        if number and not words & (CONFIRM | DENY)
        else ParsedSms(SmsMeaning.OTHER, number)
    )


def _find_etag(text: str) -> str:
    for digits in _DIGIT_RUN.findall(text):
        try:
            return etag.parse_etag(digits.strip())
        except etag.MistypedEtag:
            continue
    return ""


def _find_nonce(text: str) -> str:
    """Return the four digits that stand alone in the text; empty without them, or with several such groups.

    They may stand next to an E-tag: its groups of four digits are left out.
    """
    digits = "".join(character if character.isdecimal() else " " for character in text)
    groups = [str(int(group)).zfill(len(group)) for group in digits.split()]
    if etag_groups := _etag_groups(groups):
        groups = [group for index, group in enumerate(groups) if index not in etag_groups]
    four = [group for group in groups if len(group) == NONCE_LENGTH]
    return four[0] if len(four) == 1 else ""


def _etag_groups(groups: list[str]) -> set[int]:
    """Return the indexes of three groups in a row that are an E-tag together."""
    for index in range(len(groups) - 2):
        try:
            etag.parse_etag("".join(groups[index : index + 3]))
        except etag.MistypedEtag:
            continue
        return {index, index + 1, index + 2}
    return set()
