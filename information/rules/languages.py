"""Three languages of what is kept in columns: English, Urdu, and Urdu in Latin letters as people type it in chats."""

from enum import StrEnum

BETWEEN_ITEMS = " | "


class Language(StrEnum):
    """The ending of the column that holds it: `name_roman`."""

    ENGLISH = "en"
    URDU = "ur"
    ROMAN = "roman"


def said(row: object, field: str, language: str) -> str:
    """`said(service, "name", "roman")`: the text of that column, the English one where it is empty or not there.

    Raises ValueError for another language.
    """
    return getattr(row, f"{field}_{Language(language)}", "") or getattr(row, f"{field}_{Language.ENGLISH}")


def items(text: str) -> list[str]:
    """The items of a cell that holds several: documents, notes."""
    return [item for item in text.split(BETWEEN_ITEMS) if item]
