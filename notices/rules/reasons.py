"""Validation of the reason that an officer gives for an act."""

from ledger.exceptions import Refused
from notices.rules.refusals import Refusal
from web import text

LONGEST = 1000  # characters


def cleaned(words: str) -> str:
    """Return the reason as it is stored; empty if none was given. Raises Refused."""
    try:
        reason = text.clean(words)
    except text.Unreadable as unreadable:
        raise Refused(Refusal.UNREADABLE) from unreadable
    if len(reason) > LONGEST:
        raise Refused(Refusal.TOO_LONG)
    return reason
