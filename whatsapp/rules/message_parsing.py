"""Parsing of Cloud API messages into inputs of the conversation."""

import json
from collections.abc import Mapping

from whatsapp.rules.chat_inputs import Input, SentFile, SentLocation, Tap, TypedText, UnsupportedMessage
from whatsapp.rules.tap_ids import parse_tap_id

FILE_KINDS = {"image": "photo", "video": "video", "audio": "voice", "document": "paper"}
LONGEST_TEXT = 4096
DOWNLOAD_FAILED = 131052
"""Meta's error code for media that it could not take from the sender because it is too large."""

NUMBER_CHANGES = frozenset({"user_changed_number", "customer_changed_number"})


def parse_message(message: Mapping) -> Input:
    """Return the input of a message; `UnsupportedMessage` for an unknown type or a broken message."""
    kind = _text_or_empty(message.get("type"))
    part = message.get(kind)
    part = part if isinstance(part, Mapping) else {}
    if _text_or_empty(message.get("edited")) or "edit" in message:
        return UnsupportedMessage("edit")
    if _is_too_big(message):
        return UnsupportedMessage("too_big")
    match kind:
        case "text" if _text_or_empty(part.get("body")).strip():
            return TypedText(_text_or_empty(part["body"])[:LONGEST_TEXT])
        case "interactive" | "button":
            return _parse_tap(kind, part)
        case "image" | "video" | "audio" | "document" if _text_or_empty(part.get("id")):
            return _parse_file(kind, part)
        case "location":
            return _parse_location(part)
    return UnsupportedMessage(kind or "unknown")


def parse_number_change(message: Mapping) -> str:
    """Return the new number (digits) if the message reports a change of number; else ""."""
    system = message.get("system") if message.get("type") == "system" else None
    if not isinstance(system, Mapping) or _text_or_empty(system.get("type")) not in NUMBER_CHANGES:
        return ""
    number = (_text_or_empty(system.get("wa_id")) or _text_or_empty(system.get("new_wa_id"))).lstrip("+")
    return number if number.isascii() and number.isdigit() and 6 <= len(number) <= 15 else ""


def _parse_tap(kind: str, part: Mapping) -> Input:
    text = _text_or_empty(part.get("text"))[:LONGEST_TEXT]
    if kind == "button" and parse_tap_id(_text_or_empty(part.get("payload")))[0]:  # a button of one of our templates
        return Tap(_text_or_empty(part["payload"]), text)
    if kind == "button":  # another button: its text is the message
        return TypedText(text) if text else UnsupportedMessage("button")
    reply = part.get(_text_or_empty(part.get("type")))
    if part.get("type") == "nfm_reply" and isinstance(reply, Mapping):
        return _parse_flow_reply(reply)
    id = _text_or_empty(reply.get("id")) if isinstance(reply, Mapping) else ""
    return Tap(id, _text_or_empty(reply.get("title"))[:LONGEST_TEXT]) if id else UnsupportedMessage("interactive")


def _parse_flow_reply(reply: Mapping) -> Input:
    """Return the answers of a WhatsApp Flow as text, one per line."""
    try:
        fields = json.loads(_text_or_empty(reply.get("response_json")))
    except ValueError:
        fields = None
    said = (
        [_text_or_empty(value).strip() for name, value in fields.items() if name != "flow_token"]
        if isinstance(fields, dict)
        else []
    )
    words = "\n".join(filter(None, said))[:LONGEST_TEXT]
    return TypedText(words) if words else UnsupportedMessage("interactive")


def _is_too_big(message: Mapping) -> bool:
    """Return whether WhatsApp could not deliver a file because of its size."""
    errors = message.get("errors")
    for error in errors if isinstance(errors, list) else ():
        if not isinstance(error, Mapping):
            continue
        details = error.get("error_data")
        texts = [
            error.get("title"),
            error.get("message"),
            details.get("details") if isinstance(details, Mapping) else "",
        ]
        words = " ".join(map(_text_or_empty, texts)).lower()
        if error.get("code") == DOWNLOAD_FAILED or "too large" in words or "too big" in words or "size" in words:
            return True
    return False


def _parse_file(kind: str, part: Mapping) -> SentFile:
    return SentFile(
        kind=FILE_KINDS[kind],
        media_id=_text_or_empty(part["id"]),
        media_type=_text_or_empty(part.get("mime_type")),
        name=_text_or_empty(part.get("filename")),
        caption=_text_or_empty(part.get("caption"))[:LONGEST_TEXT],
    )


def _parse_location(part: Mapping) -> Input:
    latitude, longitude = part.get("latitude"), part.get("longitude")
    if not (_is_degree(latitude, 90) and _is_degree(longitude, 180)):
        return UnsupportedMessage("location")
    return SentLocation(
        float(latitude), float(longitude), _text_or_empty(part.get("name")), _text_or_empty(part.get("address"))
    )


def _is_degree(said: object, most: int) -> bool:
    return isinstance(said, int | float) and not isinstance(said, bool) and -most <= said <= most


def _text_or_empty(said: object) -> str:
    return said.replace("\0", "") if isinstance(said, str) else ""
