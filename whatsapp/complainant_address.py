"""Delivery address of a complainant who agreed to news by chat."""

from datetime import datetime

from complaints import complainant_addresses
from notifications.recipient_address import Address
from whatsapp.queries.own_complaints import find_news_consent

CHAT = "chat:"


def complainant_chat_address(ref_id: int, at: datetime) -> Address | None:
    """Return the complainant's address, with the chat in which they asked for news of this complaint."""
    consent = find_news_consent(ref_id)
    chat = f"{CHAT}{consent.chat_id}" if consent and consent.news_stopped_at is None else ""
    return complainant_addresses.complainant_address(ref_id, at, whatsapp=chat, agreed_in_chat=consent is not None)
