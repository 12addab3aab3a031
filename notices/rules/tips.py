"""Tips: their validation and their statuses."""

from enum import StrEnum

from ledger.exceptions import Refused
from notices.rules.refusals import Refusal
from web import text

LONGEST = 4000  # characters
SHORTEST = 3


class TipStatus(StrEnum):
    """The status of a tip. NEW until an officer opens it, then SEEN; an officer may then record USEFUL or NOTHING."""

    NEW = "new"
    SEEN = "seen"
    USEFUL = "useful"
    NOTHING = "nothing"


SAID = frozenset({TipStatus.USEFUL, TipStatus.NOTHING})
"""The results that an officer may record for a tip. They can be changed later."""


def cleaned(words: str) -> str:
    """Return the text as it is stored. Raises Refused if it is missing, too long or not text."""
    try:
        cleaned_text = text.clean(words)
    except text.Unreadable as unreadable:
        raise Refused(Refusal.UNREADABLE) from unreadable
    if len(cleaned_text) < SHORTEST:
        raise Refused(Refusal.WORDS_MISSING)
    if len(cleaned_text) > LONGEST:
        raise Refused(Refusal.TOO_LONG)
    return cleaned_text
