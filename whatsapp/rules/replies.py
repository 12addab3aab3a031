"""What the chat may answer with, within the Cloud API's limits: a reply that is too long cannot be made.

Limits: Meta's reference of text, interactive and image messages (as of spring 2026), repeated in
shared/design/whatsapp.md.
"""

from dataclasses import dataclass

LONGEST_TEXT, LONGEST_BODY, LONGEST_LIST_BODY = 4096, 1024, 4096
MOST_ROWS, MOST_BUTTONS = 10, 3
LONGEST_BUTTON, LONGEST_ROW, LONGEST_DESCRIPTION = 20, 24, 72
LONGEST_ROW_ID, LONGEST_BUTTON_ID = 200, 256
LONGEST_CAPTION = 1024


class TooLong(ValueError):
    """The API would refuse it."""


def clip(text: str, most: int) -> str:
    """At most so many characters; what is cut ends in an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


@dataclass(frozen=True)
class ListRow:
    """A line of a list that can be tapped."""

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
    """Words alone."""

    body: str

    def __post_init__(self):
        _check_length("text", self.body, 1, LONGEST_TEXT)


@dataclass(frozen=True)
class ButtonReply:
    """Words and up to three buttons."""

    body: str
    choices: tuple[ReplyButton, ...]

    def __post_init__(self):
        _check_length("body", self.body, 1, LONGEST_BODY)
        _check_count("buttons", self.choices, MOST_BUTTONS)
        _check_unique("buttons", [choice.title for choice in self.choices])
        _check_unique("buttons", [choice.id for choice in self.choices])


@dataclass(frozen=True)
class ListReply:
    """Words and a list of up to ten rows behind a button."""

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
    """Words and a button that sends where the person is."""

    body: str

    def __post_init__(self):
        _check_length("body", self.body, 1, LONGEST_BODY)


@dataclass(frozen=True)
class PictureReply:
    """A picture of the portal's own, by its address, with words below it."""

    link: str
    caption: str

    def __post_init__(self):
        _check_length("caption", self.caption, 0, LONGEST_CAPTION)


Reply = TextReply | ButtonReply | ListReply | LocationRequest | PictureReply


def _check_length(what: str, text: str, least: int, most: int) -> None:
    if not least <= len(text) <= most:
        raise TooLong(f"{what}: {len(text)} characters, not {least} to {most}")


def _check_count(what: str, items: tuple, most: int) -> None:
    if not 1 <= len(items) <= most:
        raise TooLong(f"{what}: {len(items)}, not 1 to {most}")


def _check_unique(what: str, texts: list[str]) -> None:
    if len(set(texts)) < len(texts):
        raise TooLong(f"{what}: two alike")
