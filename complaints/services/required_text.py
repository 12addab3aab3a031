"""Validate the text that an actor types with an act: present if it is required, and not longer than five pages."""

from complaints.rules.refusals import Refusal
from ledger.service_exceptions import Refused
from web import text_cleaning


def require_text(typed: str) -> str:
    """Return the cleaned text. Raises Refused if it is empty or too long; text_cleaning.UnreadableText."""
    words = clean_optional_text(typed)
    if not words:
        raise Refused(Refusal.WORDS_MISSING)
    return words


def clean_optional_text(typed: str) -> str:
    """Return the cleaned text, which may be empty. Raises Refused if it is too long; text_cleaning.UnreadableText."""
    words = text_cleaning.clean_text(typed)
    if len(words) > text_cleaning.LONGEST_TEXT:
        raise Refused(Refusal.WORDS_TOO_LONG)
    return words
