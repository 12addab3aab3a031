"""Tips: what may be told, and what becomes of it."""

from enum import StrEnum

from ledger.exceptions import Refused
from notices.rules.refusals import Refusal
from web import text

LONGEST = 4000  # characters
SHORTEST = 3


class TipStatus(StrEnum):
    """NEW until somebody opens it, then SEEN; what came of it an officer says."""

    NEW = "new"
    SEEN = "seen"
    USEFUL = "useful"
    NOTHING = "nothing"


SAID = frozenset({TipStatus.USEFUL, TipStatus.NOTHING})
"""What an officer may say of a tip; they may think better of it."""


def cleaned(words: str) -> str:
    """The words as they are kept. Raises Refused: nothing said, too long, not text."""
    try:
        kept = text.clean(words)
    except text.Unreadable as unreadable:
        raise Refused(Refusal.UNREADABLE) from unreadable
    if len(kept) < SHORTEST:
        raise Refused(Refusal.WORDS_MISSING)
    if len(kept) > LONGEST:
        raise Refused(Refusal.TOO_LONG)
    return kept
