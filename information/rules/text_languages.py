"""Three languages of stored texts: English, Urdu, and Roman Urdu, as people type it in chats."""

from enum import StrEnum

BETWEEN_ITEMS = " | "


class Language(StrEnum):
    """A language. The value is the suffix of its column: `name_roman`."""

    ENGLISH = "en"
    URDU = "ur"
    ROMAN = "roman"


def text_in_language(row: object, field: str, language: str) -> str:
    """Return a text in a language: `text_in_language(service, "name", "roman")`. English if it is empty.

    Raises ValueError for another language.
    """
    return getattr(row, f"{field}_{Language(language)}", "") or getattr(row, f"{field}_{Language.ENGLISH}")


def split_items(text: str) -> list[str]:
    """Return the items of a text that contains several: documents, notes."""
    return [item for item in text.split(BETWEEN_ITEMS) if item]
