"""Who confirmed that the text which an operator took down is correct."""

from enum import StrEnum


class ConfirmedBy(StrEnum):
    """Who confirmed it. `LETTER`: nobody, because it is copied from a letter."""

    SELF = "self"
    COMPANION = "companion"
    LETTER = "letter"


def is_possible_confirmation(confirmed_by: ConfirmedBy, *, is_letter: bool) -> bool:
    """Return whether this answer is possible for the channel of the complaint."""
    return is_letter or confirmed_by is not ConfirmedBy.LETTER
