"""All kinds of webhook deliveries: the sample payloads, and some without a file."""

import json
from dataclasses import dataclass
from pathlib import Path

from tests.whatsapp.simulated_phone import Phone, body_of

FOLDER = Path(__file__).parent / "payloads"


@dataclass(frozen=True)
class Shape:
    """The number of updates that are stored, and of replies that they bring at once."""

    kept: int = 1
    answers: int = 1
    message: dict | None = None
    without: tuple[str, ...] = ()


def _message(type: str, answers: int = 1, *, without: tuple[str, ...] = (), **part) -> Shape:
    return Shape(1, answers, {"type": type, **part}, without)


SHAPES: dict[str, Shape] = {
    **{path.stem: Shape() for path in FOLDER.glob("in_*.json")},
    **{path.stem: Shape(answers=0) for path in FOLDER.glob("status_*.json")},
    "no phone, only the business-scoped id": _message("text", text={"body": "Salam"}, without=("from",)),
    "no business-scoped id": _message("text", text={"body": "Salam"}, without=("from_user_id",)),
    "nobody named": Shape(0, 0, {"type": "text", "text": {"body": "Salam"}}, ("from", "from_user_id")),
    "edited": _message("edit", edit={"original_message_id": "wamid.1", "message": {"type": "text"}}),
    "revoked": _message("revoke", answers=0, revoke={"original_message_id": "wamid.1"}),
    "reaction": _message("reaction", answers=0, reaction={"message_id": "wamid.1", "emoji": "👍"}),
    "contact card": _message("contacts", contacts=[{"name": {"formatted_name": "Bashir"}}]),
    "sticker": _message("sticker", sticker={"id": "19", "mime_type": "image/webp"}),
    "unsupported": _message("unsupported", errors=[{"code": 131051}]),
    "number changed": _message("system", answers=0, system={"type": "user_changed_number", "wa_id": "923001112299"}),
    "a kind that nobody knows": _message("hologram", hologram={}),
    "a quick reply of a template": _message("button", button={"text": "1", "payload": "x"}),
    "a document without a name": _message("document", document={"id": "19", "mime_type": "application/pdf"}),
    "a photo without a caption": _message("image", image={"id": "19", "mime_type": "image/jpeg"}),
    "a place by name": _message("location", location={"latitude": 31.5, "longitude": 74.3, "name": "Minar"}),
    "a place that is none": _message("location", location={"latitude": "north", "longitude": None}),
    "an empty text": _message("text", text={"body": "  "}),
    "a text with NUL": _message("text", text={"body": "Salam\0"}),
    "a part that is missing": _message("image"),
}


def delivered(name: str) -> dict:
    """Return the body of a delivery of that kind."""
    shape = SHAPES[name]
    if shape.message is None:
        return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["body"]
    message = Phone().message(shape.message)
    return body_of({key: value for key, value in message.items() if key not in shape.without})
