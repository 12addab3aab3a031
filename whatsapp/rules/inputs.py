"""What a person sent, or what came of what was wanted, as the conversation hears it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TypedText:
    """A text as it was typed."""

    text: str


@dataclass(frozen=True)
class Tap:
    """A button or a row of a list, however old: its id says what it is about (rules.tap_ids)."""

    id: str
    title: str = ""


@dataclass(frozen=True)
class SentFile:
    """A file. `kind`: photo, video, voice or paper; `media_id`: where it can be fetched."""

    kind: str
    media_id: str
    media_type: str = ""
    name: str = ""
    caption: str = ""


@dataclass(frozen=True)
class SentLocation:
    """A place on the map, in degrees; `name` and `address` where a known place was chosen."""

    latitude: float
    longitude: float
    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class UnsupportedMessage:
    """Whatever the chat has no use for: a sticker, a contact card, a kind that nobody knows yet."""

    kind: str


@dataclass(frozen=True)
class EffectResult:
    """What came of a want (rules.steps.Effect): facts, codes and instants in ISO, no sentences."""

    facts: Mapping = field(default_factory=dict)


Input = TypedText | Tap | SentFile | SentLocation | UnsupportedMessage | EffectResult
