"""Validation of the reason that an officer gives for an act."""

from ledger.service_exceptions import Refused
from notices.rules.notice_refusals import NoticeRefusal
from web import text_cleaning

LONGEST_REASON = 1000  # characters


def clean_reason(words: str) -> str:
    """Return the reason as it is stored; empty if none was given. Raises Refused."""
    try:
        reason = text_cleaning.clean_text(words)
    except text_cleaning.UnreadableText as unreadable:
        raise Refused(NoticeRefusal.UNREADABLE) from unreadable
    if len(reason) > LONGEST_REASON:
        raise Refused(NoticeRefusal.TOO_LONG)
    return reason
