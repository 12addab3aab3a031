"""What a person sent, or what came of what was wanted, as the conversation hears it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Said:
    """A text as it was typed."""

    text: str


@dataclass(frozen=True)
class Tapped:
    """A button or a row of a list, however old: its id says what it is about (rules.taps)."""

    id: str
    title: str = ""


@dataclass(frozen=True)
class Handed:
    """A file. `kind`: photo, video, voice or paper; `media_id`: where it can be fetched."""

    kind: str
    media_id: str
    media_type: str = ""
    name: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Located:
    """A place on the map, in degrees; `name` and `address` where a known place was chosen."""

    latitude: float
    longitude: float
    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Other:
    """Whatever the chat has no use for: a sticker, a contact card, a kind that nobody knows yet."""

    kind: str


@dataclass(frozen=True)
class Came:
    """What came of a want (rules.scene.Want): facts, codes and instants in ISO, no sentences."""

    facts: Mapping = field(default_factory=dict)


Heard = Said | Tapped | Handed | Located | Other | Came
