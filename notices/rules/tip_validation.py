"""Tips: their validation and their statuses."""

from enum import StrEnum

from ledger.service_exceptions import Refused
from notices.rules.notice_refusals import NoticeRefusal
from web import text_cleaning

LONGEST_TIP = 4000  # characters
SHORTEST_TIP = 3


class TipStatus(StrEnum):
    """The status of a tip. NEW until an officer opens it, then SEEN; an officer may then record USEFUL or NOTHING."""

    NEW = "new"
    SEEN = "seen"
    USEFUL = "useful"
    NOTHING = "nothing"


TIP_RESULTS = frozenset({TipStatus.USEFUL, TipStatus.NOTHING})
"""The results that an officer may record for a tip. They can be changed later."""


def clean_tip_text(words: str) -> str:
    """Return the text as it is stored. Raises Refused if it is missing, too long or not text."""
    try:
        cleaned_text = text_cleaning.clean_text(words)
    except text_cleaning.UnreadableText as unreadable:
        raise Refused(NoticeRefusal.UNREADABLE) from unreadable
    if len(cleaned_text) < SHORTEST_TIP:
        raise Refused(NoticeRefusal.WORDS_MISSING)
    if len(cleaned_text) > LONGEST_TIP:
        raise Refused(NoticeRefusal.TOO_LONG)
    return cleaned_text
