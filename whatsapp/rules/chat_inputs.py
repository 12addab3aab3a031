"""The inputs of a conversation: a person's message, or the result of an effect."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TypedText:
    """A text message as it was typed."""

    text: str


@dataclass(frozen=True)
class Tap:
    """A tap on a button or a list row, however old. `id` names the question and the answer (rules.tap_ids)."""

    id: str
    title: str = ""


@dataclass(frozen=True)
class SentFile:
    """A file. `kind`: photo, video, voice or paper; `media_id`: the id with which it can be downloaded."""

    kind: str
    media_id: str
    media_type: str = ""
    name: str = ""
    caption: str = ""


@dataclass(frozen=True)
class SentLocation:
    """A position in degrees. `name` and `address` are set if the person chose a named location."""

    latitude: float
    longitude: float
    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class UnsupportedMessage:
    """A message that the chat cannot use: a sticker, a contact card, an unknown type."""

    kind: str


@dataclass(frozen=True)
class EffectResult:
    """The result of an effect (rules.dialog_steps.Effect): facts, codes and ISO times, but no sentences."""

    facts: Mapping = field(default_factory=dict)


Input = TypedText | Tap | SentFile | SentLocation | UnsupportedMessage | EffectResult
