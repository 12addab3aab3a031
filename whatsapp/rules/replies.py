"""The chat's replies, within the limits of the Cloud API. A reply that is too long raises `TooLong`.

Limits: Meta's reference of text, interactive and image messages (spring 2026).
"""

from dataclasses import dataclass

LONGEST_TEXT, LONGEST_BODY, LONGEST_LIST_BODY = 4096, 1024, 4096
MOST_ROWS, MOST_BUTTONS = 10, 3
LONGEST_BUTTON, LONGEST_ROW, LONGEST_DESCRIPTION = 20, 24, 72
LONGEST_ROW_ID, LONGEST_BUTTON_ID = 200, 256
LONGEST_CAPTION = 1024
LONGEST_LINK = 2000


class TooLong(ValueError):
    """The API would refuse this reply."""


def clip(text: str, most: int) -> str:
    """Return at most `most` characters; a text that is cut ends with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


@dataclass(frozen=True)
class ListRow:
    """A row of a list."""

    id: str
    title: str
    description: str = ""

    def __post_init__(self):
        _check_length("row id", self.id, 1, LONGEST_ROW_ID)
        _check_length("row title", self.title, 1, LONGEST_ROW)
        _check_length("row description", self.description, 0, LONGEST_DESCRIPTION)


@dataclass(frozen=True)
class ReplyButton:
    """A button."""

    id: str
    title: str

    def __post_init__(self):
        _check_length("button id", self.id, 1, LONGEST_BUTTON_ID)
        _check_length("button title", self.title, 1, LONGEST_BUTTON)


@dataclass(frozen=True)
class TextReply:
    """A text."""

    body: str

    def __post_init__(self):
        _check_length("text", self.body, 1, LONGEST_TEXT)


@dataclass(frozen=True)
class ButtonReply:
    """A text with up to three buttons."""

    body: str
    choices: tuple[ReplyButton, ...]

    def __post_init__(self):
        _check_length("body", self.body, 1, LONGEST_BODY)
        _check_count("buttons", self.choices, MOST_BUTTONS)
        _check_unique("buttons", [choice.title for choice in self.choices])
        _check_unique("buttons", [choice.id for choice in self.choices])


@dataclass(frozen=True)
class LinkReply:
    """A text with one button that opens a web address. The Cloud API allows no other button beside it."""

    body: str
    title: str
    link: str

    def __post_init__(self):
        _check_length("body", self.body, 1, LONGEST_BODY)
        _check_length("button title", self.title, 1, LONGEST_BUTTON)
        _check_length("link", self.link, 1, LONGEST_LINK)


@dataclass(frozen=True)
class ListReply:
    """A text with a button that opens a list of up to ten rows."""

    body: str
    button: str
    rows: tuple[ListRow, ...]

    def __post_init__(self):
        _check_length("body", self.body, 1, LONGEST_LIST_BODY)
        _check_length("button", self.button, 1, LONGEST_BUTTON)
        _check_count("rows", self.rows, MOST_ROWS)
        _check_unique("rows", [row.id for row in self.rows])


@dataclass(frozen=True)
class LocationRequest:
    """A text with a button that sends the person's location."""

    body: str

    def __post_init__(self):
        _check_length("body", self.body, 1, LONGEST_BODY)


@dataclass(frozen=True)
class PictureReply:
    """A picture of the portal, by its address, with a caption."""

    link: str
    caption: str

    def __post_init__(self):
        _check_length("caption", self.caption, 0, LONGEST_CAPTION)


Reply = TextReply | ButtonReply | LinkReply | ListReply | LocationRequest | PictureReply


def _check_length(element: str, text: str, least: int, most: int) -> None:
    if not least <= len(text) <= most:
        raise TooLong(f"{element}: {len(text)} characters, not {least} to {most}")


def _check_count(element: str, items: tuple, most: int) -> None:
    if not 1 <= len(items) <= most:
        raise TooLong(f"{element}: {len(items)}, not 1 to {most}")


def _check_unique(element: str, texts: list[str]) -> None:
    if len(set(texts)) < len(texts):
        raise TooLong(f"{element}: two alike")
