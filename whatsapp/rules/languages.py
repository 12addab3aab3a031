"""The three languages of the chat."""

from enum import StrEnum


class Language(StrEnum):
    """Its value is the column in which a text in it is kept (`words/*.toml`, `name_roman`)."""

    URDU = "ur"
    ENGLISH = "en"
    ROMAN = "roman"


OWN_NAMES = {Language.URDU: "اردو", Language.ENGLISH: "English", Language.ROMAN: "Roman Urdu"}
"""As a reader of each finds it."""


def portal_language(language: Language) -> str:
    """The portal's own language for pages and letters: it has no Roman Urdu, whose readers speak Urdu."""
    return "en" if language is Language.ENGLISH else "ur"
