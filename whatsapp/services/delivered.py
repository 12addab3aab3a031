"""What Meta tells of a message that went out: it only moves up; news that never arrived goes by SMS instead."""

from datetime import datetime, timedelta

from notifications.models import Message
from notifications.services import enqueue
from whatsapp.models import Sending, Update
from whatsapp.rules.statuses import Status, higher
from whatsapp.services.receiving import opened
from whatsapp.services.sending import index_of

PATIENCE = timedelta(minutes=10)
"""A status may come before the answer that gave its message's id was noted."""


def note(update: Update, *, at: datetime) -> bool:
    """Note one status. Whether that is done: one of a message that nobody knows waits a little for it."""
    _, body = opened(update)
    sending = Sending.objects.select_for_update().filter(api_id=index_of(body["id"])).first()
    if sending is None:
        return at - update.received_at > PATIENCE
    told = Status(body["status"])
    outcome = higher(Status(sending.outcome), told)
    if outcome != sending.outcome:
        sending.outcome, sending.code = outcome, _code(body) if outcome is Status.FAILED else None
        sending.save(update_fields=["outcome", "code"])
        if outcome is Status.FAILED and sending.message:
            _by_sms(sending.message, at=at)
    return True


def _by_sms(message_id: int, *, at: datetime) -> None:
    """The same news once more, by the other way. Once, however often the failure is told."""
    message = Message.objects.filter(pk=message_id).first()
    if message is not None and message.context.get("via") != "sms":
        enqueue(
            recipient=message.recipient,
            template=message.template,
            context=message.context | {"via": "sms"},
            at=at,
            dedupe_key=f"by-sms:{message.pk}",
        )


def _code(body: dict) -> int | None:
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else {}
    code = first.get("code") if isinstance(first, dict) else None
    return code if isinstance(code, int) and not isinstance(code, bool) and abs(code) < 2**31 else None
