"""Three languages of stored texts: English, Urdu, and Roman Urdu, as people type it in chats."""

import re
from collections.abc import Mapping
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


class DocumentCase(StrEnum):
    """A circumstance in which a document is needed. An item of the documents may begin with it: `[abroad] …`.

    OVER_50: of somebody older than 50. MEDICAL: of the same, and for a light or heavy transport vehicle.
    """

    ABROAD = "abroad"
    OVER_50 = "over_50"
    MEDICAL = "medical"


_CASE = re.compile(rf"^\[({'|'.join(DocumentCase)})\]\s*")


def split_items(text: str) -> list[str]:
    """Return the items of a text that contains several (documents, notes), without the marks of cases."""
    return [_CASE.sub("", item) for item in text.split(BETWEEN_ITEMS) if item]


def document_cases(text: str) -> list[DocumentCase]:
    """Return the circumstances that decide which documents are needed, in their order."""
    found = (_CASE.match(item) for item in text.split(BETWEEN_ITEMS))
    return list(dict.fromkeys(DocumentCase(match[1]) for match in found if match))


def items_in_case(text: str, applies: Mapping[str, bool]) -> list[str]:
    """Return the items for somebody's case. An item is left out if its circumstance is known not to apply."""
    items = [(_CASE.match(item), item) for item in text.split(BETWEEN_ITEMS) if item]
    return [_CASE.sub("", item) for match, item in items if match is None or applies.get(match[1], True)]
