"""Messages as a phone shows them: text, picture, buttons and rows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

BOLD = re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])")


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
class Bubble:
    """One message on the screen. `mine`: written by this phone. `wants_place`: a button sends the position."""

    id: str
    mine: bool
    at: float
    words: str
    picture: str = ""
    button: str = ""
    choices: tuple[TapTarget, ...] = ()
    wants_place: bool = False

    @property
    def html(self) -> SafeString:
        """The escaped text with links for addresses and bold text between asterisks, as in WhatsApp."""
        return mark_safe(BOLD.sub(r"<strong>\1</strong>", urlize(self.words, autoescape=True)))  # noqa: S308


def make_bubble(entry: Mapping) -> Bubble:
    """Return an entry of `MetaSimulator` as the phone shows it."""
    message, mine = entry["message"], entry["by"] == "phone"
    part = message.get(message["type"]) or {}
    common = {"id": entry["id"], "mine": mine, "at": entry["at"]}
    match message["type"]:
        case "text":
            return Bubble(**common, words=part["body"])
        case "interactive" if mine:
            return Bubble(**common, words=part[part["type"]]["title"])
        case "interactive":
            action = part["action"]
            link = action["parameters"]["url"] if part["type"] == "cta_url" else ""
            words = f"{part['body']['text']}\n{link}".strip()
            return Bubble(
                **common, words=words, button=action.get("button", ""), choices=_tap_targets(action),
                wants_place=part["type"] == "location_request_message",
            )  # fmt: skip
        case "image" if not mine:
            return Bubble(**common, words=part.get("caption", ""), picture=part.get("link", ""))
        case "location":
            return Bubble(**common, words=f"{part['latitude']}, {part['longitude']}")
        case "template":
            quick = (TapTarget("quick_reply", payload, text) for payload, text in entry.get("buttons", ()))
            return Bubble(**common, words=entry.get("words", f"[{part['name']}]"), choices=tuple(quick))
        case "button":
            return Bubble(**common, words=part["text"])
    return Bubble(**common, words=f"[{message['type']}] {part.get('caption', '')}".strip())


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
