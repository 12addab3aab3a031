"""Delivery address of a complainant who agreed to news by chat."""

from datetime import datetime

from complaints import complainant_addresses
from notifications.recipient_address import Address
from whatsapp.queries.own_complaints import find_chat_for_news

CHAT = "chat:"


def complainant_chat_address(ref_id: int, at: datetime) -> Address | None:
    """Return the complainant's address, with the chat in which they asked for news of this complaint."""
    chat = find_chat_for_news(ref_id)
    return complainant_addresses.complainant_address(ref_id, at, whatsapp=f"{CHAT}{chat}" if chat else "")
