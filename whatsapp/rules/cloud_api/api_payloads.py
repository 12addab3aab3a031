"""Cloud API payloads of replies: `type` and its part, without a recipient."""

from whatsapp.rules.replies import (
    ButtonReply,
    LinkReply,
    ListReply,
    LocationRequest,
    PictureReply,
    Reply,
    TextReply,
)


def make_payload(reply: Reply) -> dict:
    """Return the JSON for `POST …/messages`, without `messaging_product` and `to`."""
    match reply:
        case TextReply(body):
            return {"type": "text", "text": {"body": body, "preview_url": False}}
        case PictureReply(link, caption):
            return {"type": "image", "image": {"link": link, "caption": caption}}
        case ButtonReply(body, choices):
            buttons = [{"type": "reply", "reply": {"id": one.id, "title": one.title}} for one in choices]
            return _interactive_payload("button", body, {"buttons": buttons})
        case LinkReply(body, title, link):
            action = {"name": "cta_url", "parameters": {"display_text": title, "url": link}}
            return _interactive_payload("cta_url", body, action)
        case ListReply(body, button, rows):
            listed = [
                {"id": row.id, "title": row.title} | ({"description": row.description} if row.description else {})
                for row in rows
            ]
            return _interactive_payload(
                "list", body, {"button": button, "sections": [{"title": button, "rows": listed}]}
            )
        case LocationRequest(body):
            return _interactive_payload("location_request_message", body, {"name": "send_location"})


def make_document_payload(media_id: str, *, name: str, caption: str) -> dict:
    """Return the payload of an uploaded document. `name`: its file name on the phone."""
    return {"type": "document", "document": {"id": media_id, "filename": name, "caption": caption}}


def _interactive_payload(kind: str, body: str, action: dict) -> dict:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": body}, "action": action}}
