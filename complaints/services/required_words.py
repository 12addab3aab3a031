"""What somebody has to say when they act: there, and no longer than five pages."""

from complaints.rules.refusals import Refusal
from ledger.exceptions import Refused
from web import text


def required(typed: str) -> str:
    """What was typed, as it is kept. Raises Refused for nothing or too much; text.Unreadable."""
    words = bounded(typed)
    if not words:
        raise Refused(Refusal.WORDS_MISSING)
    return words


def bounded(typed: str) -> str:
    """The same where nothing may be said."""
    words = text.clean(typed)
    if len(words) > text.LONGEST:
        raise Refused(Refusal.WORDS_TOO_LONG)
    return words
