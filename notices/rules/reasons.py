"""Why an officer did something, as it stands in the record."""

from ledger.exceptions import Refused
from notices.rules.refusals import Refusal
from web import text

LONGEST = 1000  # characters


def cleaned(words: str) -> str:
    """The reason as it is kept; empty where none was given. Raises Refused."""
    try:
        kept = text.clean(words)
    except text.Unreadable as unreadable:
        raise Refused(Refusal.UNREADABLE) from unreadable
    if len(kept) > LONGEST:
        raise Refused(Refusal.TOO_LONG)
    return kept
