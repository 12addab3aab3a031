"""The three languages of the chat."""

from enum import StrEnum


class Language(StrEnum):
    """A language of the chat. The value is the name of its column (`words/*.toml`, `name_roman`)."""

    URDU = "ur"
    ENGLISH = "en"
    ROMAN = "roman"


OWN_NAMES = {Language.URDU: "اردو", Language.ENGLISH: "English", Language.ROMAN: "Roman Urdu"}
"""Each language's name as its readers write it."""


def portal_language(language: Language) -> str:
    """Return the language of the portal's pages and letters. Readers of Roman Urdu get Urdu."""
    return "en" if language is Language.ENGLISH else "ur"
