"""Delivery reports of sent messages. News that failed is sent by SMS instead."""

from datetime import datetime, timedelta

from notifications.models import Message
from notifications.services import enqueue
from whatsapp.models import Sending, Update
from whatsapp.rules.cloud_api.delivery_status import DeliveryStatus, most_advanced_status
from whatsapp.services.message_sending import index_of_message
from whatsapp.services.update_storage import read_sender_and_body

UNKNOWN_MESSAGE_WAIT = timedelta(minutes=10)
"""A report may arrive before the id of its message was stored."""


def record_delivery_status(update: Update, *, at: datetime) -> bool:
    """Record one status. Return whether it is settled; a status of an unknown message is retried for a while."""
    _, body = read_sender_and_body(update)
    sending = Sending.objects.select_for_update().filter(api_id=index_of_message(body["id"])).first()
    if sending is None:
        return at - update.received_at > UNKNOWN_MESSAGE_WAIT
    reported = DeliveryStatus(body["status"])
    outcome = most_advanced_status(DeliveryStatus(sending.outcome), reported)
    if outcome != sending.outcome:
        sending.outcome, sending.code = outcome, _error_code_or_none(body) if outcome is DeliveryStatus.FAILED else None
        sending.save(update_fields=["outcome", "code"])
        if outcome is DeliveryStatus.FAILED and sending.message:
            _resend_by_sms(sending.message, at=at)
    return True


def _resend_by_sms(message_id: int, *, at: datetime) -> None:
    """Send the same news by SMS, once, however often the failure is reported."""
    message = Message.objects.filter(pk=message_id).first()
    if message is not None and message.context.get("via") != "sms":
        enqueue(
            recipient=message.recipient,
            template=message.template,
            context=message.context | {"via": "sms"},
            at=at,
            dedupe_key=f"by-sms:{message.pk}",
        )


def _error_code_or_none(body: dict) -> int | None:
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else {}
    code = first.get("code") if isinstance(first, dict) else None
    return code if isinstance(code, int) and not isinstance(code, bool) and abs(code) < 2**31 else None
