"""The messages that Meta has to approve before they may be sent outside the 24 hours: as few, and as plain, as may be.

They name no E-tag and no matter: whoever sees the screen learns that there is news, and nothing more.
"""

from whatsapp.rules.languages import Language, of_portal

NEWS = "portal_news"
BODIES = {
    "en": "There is news for you from the complaints service. Send any message here to read it.",
    "ur": "شکایات سروس سے آپ کے لیے خبر ہے۔ پڑھنے کے لیے یہاں کوئی بھی پیغام بھیجیں۔",
}


def news(language: str) -> dict:
    """The payload that says that there is news."""
    code = of_portal(Language(language)) if language else "ur"
    return {"type": "template", "template": {"name": NEWS, "language": {"code": code}}}


def wanted() -> list[dict]:
    """What has to be handed in to Meta: a template for each language."""
    return [
        {"name": NEWS, "language": code, "category": "utility", "components": [{"type": "body", "text": body}]}
        for code, body in BODIES.items()
    ]


def lacking(there: list[dict]) -> list[dict]:
    """Those that are not approved as they stand here. `there`: as the API lists them."""
    approved = {(one.get("name"), one.get("language"), _body(one)) for one in there if one.get("status") == "APPROVED"}
    return [one for one in wanted() if (one["name"], one["language"], _body(one)) not in approved]


def _body(template: dict) -> str:
    parts = [part for part in template.get("components", ()) if str(part.get("type")).lower() == "body"]
    return parts[0].get("text", "") if parts else ""
