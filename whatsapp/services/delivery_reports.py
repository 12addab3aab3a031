"""Delivery reports of sent messages. News that failed, or was not delivered within two hours, is sent by SMS instead.

After Meta's 24 hours only a template goes out, and a phone without mobile data does not get it. An SMS arrives.
"""

from datetime import datetime, timedelta

from complaints.models import Complainant
from notifications.models import Message
from notifications.rules.recipient_references import parse_reference
from notifications.services import enqueue
from whatsapp.models import Sending, Update
from whatsapp.queries.neutral_messages import COMPLAINANT_KIND
from whatsapp.rules.cloud_api.delivery_status import DeliveryStatus, most_advanced_status
from whatsapp.services.message_sending import index_of_message
from whatsapp.services.update_storage import read_sender_and_body

UNKNOWN_MESSAGE_WAIT = timedelta(minutes=10)
"""A report may arrive before the id of its message was stored."""


SMS_AFTER, SMS_UNTIL = timedelta(hours=2), timedelta(hours=26)
"""The age of undelivered news that is sent by SMS. Older news is left: the job did not run, and it is old by then."""
MOST_AT_ONCE = 500


def send_undelivered_news_by_sms(*, at: datetime) -> int:
    """Send news by SMS that WhatsApp has not delivered, each once. Return how many.

    Only to complainants who agreed to news and whose number is proved to be theirs. Four statements and one for each.
    """
    undelivered = Sending.objects.filter(
        message__isnull=False,
        outcome__in=[DeliveryStatus.ACCEPTED, DeliveryStatus.SENT],
        sent_at__range=(at - SMS_UNTIL, at - SMS_AFTER),
    )
    ids = list(undelivered.order_by("sent_at").values_list("message", flat=True)[:MOST_AT_ONCE])
    keys = [_sms_key(message_id) for message_id in ids]
    sent_before = set(Message.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    news = [one for one in Message.objects.filter(pk__in=ids).order_by("pk") if _sms_key(one.pk) not in sent_before]
    person_of = {one.pk: _complainant_of(one) for one in news}
    people = Complainant.objects.filter(pk__in=[pk for pk in person_of.values() if pk], messages_wanted=True)
    reachable = set(people.exclude(phone_verified_at=None).values_list("pk", flat=True))
    due = [one for one in news if person_of[one.pk] in reachable]
    for one in due:
        _resend_by_sms(one.pk, at=at)
    return len(due)


def _complainant_of(message: Message) -> int | None:
    """Return the id of the complainant to whom the message goes; None for anybody else."""
    kind, number = parse_reference(message.recipient)
    return number if kind == COMPLAINANT_KIND else None


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
            dedupe_key=_sms_key(message.pk),
        )


def _sms_key(message_id: int) -> str:
    return f"by-sms:{message_id}"


def _error_code_or_none(body: dict) -> int | None:
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else {}
    code = first.get("code") if isinstance(first, dict) else None
    return code if isinstance(code, int) and not isinstance(code, bool) and abs(code) < 2**31 else None
