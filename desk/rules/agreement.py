"""Who said of what an operator took down that it is right."""

from enum import StrEnum


class Agreed(StrEnum):
    """Of a letter nobody can be asked: it is copied as it stands."""

    SELF = "self"
    COMPANION = "companion"
    LETTER = "letter"


def may_agree(agreed: Agreed, *, is_letter: bool) -> bool:
    """Whether this answer fits the way in which the complaint came."""
    return is_letter or agreed is not Agreed.LETTER
