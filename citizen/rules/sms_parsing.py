"""Meaning of a text message to the portal: an E-tag, a yes or no to a question, or something else.

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
_DIGIT_RUN = re.compile(r"[0-9۰-۹٠-٩][0-9۰-۹٠-٩\s\-–—.\u200c\u200e\u200f\u00a0]*")


class SmsMeaning(StrEnum):
    """`STATUS`: a request for the status. `CONFIRM`, `DENY`: the answer to *did the officer speak to you?*"""

    STATUS = "status"
    CONFIRM = "confirm"
    DENY = "deny"
    OTHER = "other"


@dataclass(frozen=True)
class ParsedSms:
    """The meaning and the E-tag of a text message; `etag` is empty without one."""

    meaning: SmsMeaning
    etag: str = ""


def parse_sms(text: str) -> ParsedSms:
    """Parse a text message. A text with both a yes and a no counts as neither, because we do not guess."""
    number = _find_etag(text)
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
    confirms, denies = bool(words & CONFIRM), bool(words & DENY)
    if confirms != denies:
        return ParsedSms(SmsMeaning.CONFIRM if confirms else SmsMeaning.DENY, number)
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
