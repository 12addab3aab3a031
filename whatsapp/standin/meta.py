"""What the Cloud API refuses, and how it says so. Limits: Meta's reference (spring 2026)."""

from collections.abc import Mapping
from dataclasses import dataclass

TEXT, BODY, LIST_BODY, CAPTION = 4096, 1024, 4096, 1024
TEMPLATES = {"portal_news": {"en", "ur"}}


@dataclass(frozen=True)
class Refusal:
    """An error as the API gives it. `http`: the status of the answer."""

    code: int
    details: str
    http: int = 400

    @property
    def body(self) -> dict:
        return {
            "error": {
                "message": f"(#{self.code}) {self.details}",
                "type": "OAuthException",
                "code": self.code,
                "error_data": {"messaging_product": "whatsapp", "details": self.details},
                "fbtrace_id": "AStandIn",
            }
        }


EXPIRED = Refusal(190, "Error validating access token: session has expired", 401)
WINDOW_CLOSED = Refusal(131047, "More than 24 hours have passed since the customer last replied.")
PAIR_RATE = Refusal(131056, "Too many messages sent from the sender phone number to the same recipient.")
THROUGHPUT = Refusal(130429, "Cloud API message throughput has been reached.")
UNDELIVERABLE = Refusal(131026, "Unable to deliver message.")


def refusal(message: Mapping) -> Refusal | None:
    """Why this message is not taken; None where it is."""
    if message.get("messaging_product") != "whatsapp" or not (message.get("to") or message.get("recipient")):
        return _bad("The parameter messaging_product and a recipient are required.")
    kind = message.get("type")
    part = message.get(kind) if isinstance(kind, str) else None
    if not isinstance(part, Mapping):
        return _bad(f"The part {kind} is missing.")
    match kind:
        case "text":
            return _text("Text body", part.get("body"), 1, TEXT)
        case "image":
            return _bad("A link or id is required.") if not (part.get("link") or part.get("id")) else _caption(part)
        case "template":
            known = TEMPLATES.get(part.get("name"), set())
            language = (part.get("language") or {}).get("code")
            return None if language in known else Refusal(132001, "Template name does not exist in the translation")
        case "interactive":
            return _interactive(part)
    return _bad(f"Unsupported type {kind}.")


def _interactive(part: Mapping) -> Refusal | None:
    action, kind = part.get("action") or {}, part.get("type")
    if kind == "list":
        return _text("Body text", _body(part), 1, LIST_BODY) or _list(action)
    if bad := _text("Body text", _body(part), 1, BODY):
        return bad
    if kind == "button":
        return _buttons([button["reply"] for button in action.get("buttons", ())])
    if kind == "location_request_message":
        return None if action.get("name") == "send_location" else _bad("Action name must be send_location.")
    return _bad(f"Unsupported interactive type {kind}.")


def _buttons(buttons: list) -> Refusal | None:
    if not 1 <= len(buttons) <= 3:
        return _bad("Buttons: min 1, max 3.")
    if len({button["title"] for button in buttons}) < len(buttons) or len({b["id"] for b in buttons}) < len(buttons):
        return _bad("Button titles and ids must be unique.")
    found = (_text("Button title", b["title"], 1, 20) or _text("Button id", b["id"], 1, 256) for b in buttons)
    return next(filter(None, found), None)


def _list(action: Mapping) -> Refusal | None:
    rows = [row for section in action.get("sections", ()) for row in section["rows"]]
    if bad := _text("Button text", action.get("button"), 1, 20):
        return bad
    if not 1 <= len(rows) <= 10:
        return _bad("Total row count exceeds the maximum of 10.")
    if len({row["id"] for row in rows}) < len(rows):
        return _bad("Row ids must be unique.")
    if any(not 1 <= len(section.get("title", "x")) <= 24 for section in action["sections"]):
        return _bad("Section title is too long. Max length is 24")
    return next(filter(None, map(_row, rows)), None)


def _row(row: Mapping) -> Refusal | None:
    return (
        _text("Row title", row.get("title"), 1, 24)
        or _text("Row id", row.get("id"), 1, 200)
        or _text("Row description", row.get("description", "x"), 1, 72)
    )


def _caption(part: Mapping) -> Refusal | None:
    return _text("Caption", part.get("caption", "x") or "x", 1, CAPTION)


def _body(part: Mapping) -> object:
    return (part.get("body") or {}).get("text")


def _text(what: str, said: object, least: int, most: int) -> Refusal | None:
    if not isinstance(said, str) or len(said) < least:
        return _bad(f"{what} is required.")
    return _bad(f"{what} is too long. Max length is {most}") if len(said) > most else None


def _bad(details: str) -> Refusal:
    return Refusal(131009 if "long" in details or "exceeds" in details else 100, details)
