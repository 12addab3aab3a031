"""What a text message to the portal means: an E-tag, a yes or a no to what was asked, or something else.

For feature phones: an E-tag is digits alone, in whatever script and with whatever between them; the words are those
that people write in English, Roman Urdu and Urdu.
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


class Meaning(StrEnum):
    """`STATUS`: where it stands. `CONFIRM`, `DENY`: the answer to *did the officer speak to you?*"""

    STATUS = "status"
    CONFIRM = "confirm"
    DENY = "deny"
    OTHER = "other"


@dataclass(frozen=True)
class Texted:
    """What was meant, and of which number; `etag` is "" where none was written."""

    meaning: Meaning
    etag: str = ""


def read(text: str) -> Texted:
    """What a text means. A yes and a no at once is neither: nobody's word is guessed."""
    number = _number(text)
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
    confirms, denies = bool(words & CONFIRM), bool(words & DENY)
    if confirms != denies:
        return Texted(Meaning.CONFIRM if confirms else Meaning.DENY, number)
    return Texted(Meaning.STATUS, number) if number and not words & (CONFIRM | DENY) else Texted(Meaning.OTHER, number)


def _number(text: str) -> str:
    for found in _DIGIT_RUN.findall(text):
        try:
            return etag.parse(found.strip())
        except etag.Mistyped:
            continue
    return ""
