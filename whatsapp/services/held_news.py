"""News from the outbox, and the text that is held until the person writes."""

import json
from datetime import UTC, datetime

from notifications.transports.transport_interface import OutgoingMessage
from whatsapp.models import Chat, Sending
from whatsapp.rules.cloud_api.delivery_status import DeliveryStatus
from whatsapp.services.message_sending import index_of_message, send_message_now

UNTIL_THEY_WRITE = datetime(9999, 1, 1, tzinfo=UTC)


def send_news(chat: Chat, payload: dict, *, outgoing: OutgoingMessage, hold: dict | None) -> None:
    """Send news and record it, so that its status reports find it.

    `hold`: a payload that is sent when the person writes. Raises graph_api.GraphError.
    """
    api_id = send_message_now(chat, payload)
    at = outgoing.at
    common = {"chat": chat, "message": outgoing.id, "created_at": at}
    Sending.objects.create(
        **common, not_before=at, sent_at=at, api_id=index_of_message(api_id), outcome=DeliveryStatus.ACCEPTED
    )
    if hold and not Sending.objects.filter(message=outgoing.id, not_before=UNTIL_THEY_WRITE).exists():
        Sending.objects.create(**common, not_before=UNTIL_THEY_WRITE, payload=json.dumps(hold, ensure_ascii=False))


def make_held_news_due(chat: Chat, *, at: datetime) -> int:
    """Make held news due, because the person has written. Return how many."""
    return Sending.objects.filter(chat=chat, sent_at=None, not_before=UNTIL_THEY_WRITE).update(not_before=at)


def delete_held_news(chat: Chat) -> None:
    """Delete held news that the person has already answered."""
    Sending.objects.filter(chat=chat, sent_at=None, not_before=UNTIL_THEY_WRITE, message__isnull=False).delete()
