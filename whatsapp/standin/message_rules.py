"""Messages that the Cloud API refuses. Limits: Meta's reference (spring 2026)."""

from collections.abc import Mapping

from whatsapp.standin import template_rules
from whatsapp.standin.api_refusals import Refusal, bad_parameter_refusal

TEXT, BODY, LIST_BODY, CAPTION, FILE_NAME = 4096, 1024, 4096, 1024, 240


def refuse_message(message: Mapping, templates: Mapping) -> Refusal | None:
    """Return why a message is refused; None if it is accepted. `templates`: the approved ones by name and language."""
    if message.get("messaging_product") != "whatsapp" or not (message.get("to") or message.get("recipient")):
        return bad_parameter_refusal("The parameter messaging_product and a recipient are required.")
    kind = message.get("type")
    part = message.get(kind) if isinstance(kind, str) else None
    if not isinstance(part, Mapping):
        return bad_parameter_refusal(f"The part {kind} is missing.")
    match kind:
        case "text":
            return _refuse_text("Text body", part.get("body"), 1, TEXT)
        case "image" | "document":
            if not (part.get("link") or part.get("id")):
                return bad_parameter_refusal("A link or id is required.")
            if kind == "document" and (bad := _refuse_text("File name", part.get("filename"), 1, FILE_NAME)):
                return bad
            return _refuse_text("Caption", part.get("caption", "x") or "x", 1, CAPTION)
        case "template":
            return template_rules.refuse_template_message(part, templates)
        case "interactive":
            return _refuse_interactive(part)
    return bad_parameter_refusal(f"Unsupported type {kind}.")


def _refuse_interactive(part: Mapping) -> Refusal | None:
    action, kind = part.get("action") or {}, part.get("type")
    if kind == "list":
        return _refuse_text("Body text", _body_text(part), 1, LIST_BODY) or _refuse_list(action)
    if bad := _refuse_text("Body text", _body_text(part), 1, BODY):
        return bad
    if kind == "button":
        return _refuse_buttons([button["reply"] for button in action.get("buttons", ())])
    if kind == "cta_url":
        parameters = action.get("parameters") or {}
        if action.get("name") != "cta_url" or not str(parameters.get("url")).startswith(("https://", "http://")):
            return bad_parameter_refusal("A URL button needs the name cta_url and a web address.")
        return _refuse_text("Button text", parameters.get("display_text"), 1, 20)
    if kind == "location_request_message":
        return (
            None
            if action.get("name") == "send_location"
            else bad_parameter_refusal("Action name must be send_location.")
        )
    return bad_parameter_refusal(f"Unsupported interactive type {kind}.")


def _refuse_buttons(buttons: list) -> Refusal | None:
    if not 1 <= len(buttons) <= 3:
        return bad_parameter_refusal("Buttons: min 1, max 3.")
    if len({button["title"] for button in buttons}) < len(buttons) or len({b["id"] for b in buttons}) < len(buttons):
        return bad_parameter_refusal("Button titles and ids must be unique.")
    refusals = (
        _refuse_text("Button title", b["title"], 1, 20) or _refuse_text("Button id", b["id"], 1, 256) for b in buttons
    )
    return next(filter(None, refusals), None)


def _refuse_list(action: Mapping) -> Refusal | None:
    rows = [row for section in action.get("sections", ()) for row in section["rows"]]
    if bad := _refuse_text("Button text", action.get("button"), 1, 20):
        return bad
    if not 1 <= len(rows) <= 10:
        return bad_parameter_refusal("Total row count exceeds the maximum of 10.")
    if len({row["id"] for row in rows}) < len(rows):
        return bad_parameter_refusal("Row ids must be unique.")
    if any(not 1 <= len(section.get("title", "x")) <= 24 for section in action["sections"]):
        return bad_parameter_refusal("Section title is too long. Max length is 24")
    return next(filter(None, map(_refuse_row, rows)), None)


def _refuse_row(row: Mapping) -> Refusal | None:
    return (
        _refuse_text("Row title", row.get("title"), 1, 24)
        or _refuse_text("Row id", row.get("id"), 1, 200)
        or _refuse_text("Row description", row.get("description", "x"), 1, 72)
    )


def _body_text(part: Mapping) -> object:
    return (part.get("body") or {}).get("text")


def _refuse_text(element: str, value: object, least: int, most: int) -> Refusal | None:
    if not isinstance(value, str) or len(value) < least:
        return bad_parameter_refusal(f"{element} is required.")
    return bad_parameter_refusal(f"{element} is too long. Max length is {most}") if len(value) > most else None
