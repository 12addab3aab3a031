"""A message of the Cloud API, as the conversation hears it."""

import json
from collections.abc import Mapping

from whatsapp.rules.heard import Handed, Heard, Located, Other, Said, Tapped
from whatsapp.rules.taps import read

KINDS = {"image": "photo", "video": "video", "audio": "voice", "document": "paper"}
LONGEST_SAID = 4096
DOWNLOAD_FAILED = 131052
"""Meta's code for media that it could not take from the sender: above its own limit of size."""

NUMBER_CHANGES = frozenset({"user_changed_number", "customer_changed_number"})


def heard(message: Mapping) -> Heard:
    """What was sent; `Other` for a kind, or a broken one, that nothing can be made of."""
    kind = _text(message.get("type"))
    part = message.get(kind)
    part = part if isinstance(part, Mapping) else {}
    if _text(message.get("edited")) or "edit" in message:
        return Other("edit")
    if _is_too_big(message):
        return Other("too_big")
    match kind:
        case "text" if _text(part.get("body")).strip():
            return Said(_text(part["body"])[:LONGEST_SAID])
        case "interactive" | "button":
            return _tap(kind, part)
        case "image" | "video" | "audio" | "document" if _text(part.get("id")):
            return _file(kind, part)
        case "location":
            return _place(part)
    return Other(kind or "unknown")


def number_change(message: Mapping) -> str:
    """Return the new number (digits) if WhatsApp says that this account has moved to one; else ""."""
    system = message.get("system") if message.get("type") == "system" else None
    if not isinstance(system, Mapping) or _text(system.get("type")) not in NUMBER_CHANGES:
        return ""
    number = (_text(system.get("wa_id")) or _text(system.get("new_wa_id"))).lstrip("+")
    return number if number.isascii() and number.isdigit() and 6 <= len(number) <= 15 else ""


def _tap(kind: str, part: Mapping) -> Heard:
    if kind == "button" and read(_text(part.get("payload")))[0]:  # of a template of ours
        return Tapped(_text(part["payload"]), _text(part.get("text")))
    if kind == "button":  # its text is what it says
        return Said(_text(part.get("text"))) if _text(part.get("text")) else Other("button")
    reply = part.get(_text(part.get("type")))
    if part.get("type") == "nfm_reply" and isinstance(reply, Mapping):
        return _of_flow(reply)
    id = _text(reply.get("id")) if isinstance(reply, Mapping) else ""
    return Tapped(id, _text(reply.get("title"))) if id else Other("interactive")


def _of_flow(reply: Mapping) -> Heard:
    """The answers of a WhatsApp Flow, in words, one a line."""
    try:
        told = json.loads(_text(reply.get("response_json")))
    except ValueError:
        told = None
    said = (
        [_text(value).strip() for name, value in told.items() if name != "flow_token"] if isinstance(told, dict) else []
    )
    words = "\n".join(filter(None, said))[:LONGEST_SAID]
    return Said(words) if words else Other("interactive")


def _is_too_big(message: Mapping) -> bool:
    """Whether WhatsApp could not hand over a file because of its size."""
    errors = message.get("errors")
    for error in errors if isinstance(errors, list) else ():
        if not isinstance(error, Mapping):
            continue
        details = error.get("error_data")
        told = [
            error.get("title"),
            error.get("message"),
            details.get("details") if isinstance(details, Mapping) else "",
        ]
        words = " ".join(map(_text, told)).lower()
        if error.get("code") == DOWNLOAD_FAILED or "too large" in words or "too big" in words or "size" in words:
            return True
    return False


def _file(kind: str, part: Mapping) -> Handed:
    return Handed(
        kind=KINDS[kind],
        media_id=_text(part["id"]),
        media_type=_text(part.get("mime_type")),
        name=_text(part.get("filename")),
        caption=_text(part.get("caption"))[:LONGEST_SAID],
    )


def _place(part: Mapping) -> Heard:
    latitude, longitude = part.get("latitude"), part.get("longitude")
    if not (_is_degree(latitude, 90) and _is_degree(longitude, 180)):
        return Other("location")
    return Located(float(latitude), float(longitude), _text(part.get("name")), _text(part.get("address")))


def _is_degree(said: object, most: int) -> bool:
    return isinstance(said, int | float) and not isinstance(said, bool) and -most <= said <= most


def _text(said: object) -> str:
    return said.replace("\0", "") if isinstance(said, str) else ""
