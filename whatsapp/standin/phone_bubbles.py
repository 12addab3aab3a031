"""Messages as a phone shows them: text, files, ticks, buttons, rows and links."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from whatsapp.formatted_text import format_chat_text

FILE_TYPES = ("image", "video", "audio", "document", "sticker")


@dataclass(frozen=True)
class TapTarget:
    """A button or row. `kind`: the type of the reply that a tap sends."""

    kind: str
    id: str
    title: str
    description: str = ""

    @property
    def part(self) -> dict:
        """The message that a tap sends."""
        if self.kind == "quick_reply":  # a button of a template
            return {"type": "button", "button": {"payload": self.id, "text": self.title}}
        reply = {"id": self.id, "title": self.title} | ({"description": self.description} if self.description else {})
        return {"type": "interactive", "interactive": {"type": self.kind, self.kind: reply}}


@dataclass(frozen=True)
class BubbleFile:
    """A file in a bubble. `type`: image, video, audio, document or sticker.

    `link`: its address, if the portal gave one; else `media_id`, under which the stand-in has it.
    """

    type: str
    media_id: str = ""
    link: str = ""
    name: str = ""


@dataclass(frozen=True)
class Bubble:
    """One message on the screen. `mine`: written by this phone. `wants_place`: a button sends the position.

    `button`: the label that opens a list of `choices`; without it they are buttons. `link` and `link_title`: a button
    that opens a web address. `state`: of a message of this phone: sent, delivered or read.
    """

    id: str
    mine: bool
    at: float
    words: str
    file: BubbleFile | None = None
    button: str = ""
    choices: tuple[TapTarget, ...] = ()
    wants_place: bool = False
    place: tuple[float, float] | None = None
    link: str = ""
    link_title: str = ""
    state: str = ""

    @property
    def position(self) -> str:
        """The position as latitude and longitude, "" if there is none."""
        return "{}, {}".format(*self.place) if self.place else ""

    @property
    def html(self) -> SafeString:
        """The text as WhatsApp shows it."""
        return format_chat_text(self.words)


def make_bubble(entry: Mapping) -> Bubble:
    """Return an entry of `MetaSimulator` as the phone shows it."""
    message, mine = entry["message"], entry["by"] == "phone"
    part = message.get(message["type"]) or {}
    common = {"id": entry["id"], "mine": mine, "at": entry["at"], "state": entry.get("state", "")}
    match message["type"]:
        case "text":
            return Bubble(**common, words=part["body"])
        case "interactive" if mine:
            return Bubble(**common, words=part[part["type"]]["title"])
        case "interactive":
            return _interactive_bubble(common, part)
        case "location":
            return Bubble(**common, words=part.get("name", ""), place=(part["latitude"], part["longitude"]))
        case "template":
            quick = (TapTarget("quick_reply", payload, text) for payload, text in entry.get("buttons", ()))
            return Bubble(**common, words=entry.get("words", f"[{part['name']}]"), choices=tuple(quick))
        case "button":
            return Bubble(**common, words=part["text"])
        case kind if kind in FILE_TYPES:
            file = BubbleFile(kind, part.get("id", ""), part.get("link", ""), part.get("filename", ""))
            return Bubble(**common, words=part.get("caption", ""), file=file)
    return Bubble(**common, words=f"[{message['type']}]")


def _interactive_bubble(common: Mapping, part: Mapping) -> Bubble:
    action = part["action"]
    link = action.get("parameters") or {}
    return Bubble(
        **common,
        words=part["body"]["text"],
        button=action.get("button", ""),
        choices=_tap_targets(action),
        wants_place=part["type"] == "location_request_message",
        link=link.get("url", ""),
        link_title=link.get("display_text", ""),
    )


def _tap_targets(action: Mapping) -> tuple[TapTarget, ...]:
    buttons = (
        TapTarget("button_reply", one["reply"]["id"], one["reply"]["title"]) for one in action.get("buttons", ())
    )
    rows = (
        TapTarget("list_reply", row["id"], row["title"], row.get("description", ""))
        for section in action.get("sections", ())
        for row in section["rows"]
    )
    return (*buttons, *rows)
