"""Delivery reports of sent messages. News that failed, or was not delivered within two hours, is sent by SMS instead.

After Meta's 24 hours only a template goes out, and a phone without mobile data does not get it. An SMS arrives. It goes
only to the phone of the chat, and never about a complaint that others must not learn of.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import batched

from notifications.models import Message
from notifications.rules.recipient_references import parse_reference
from notifications.services import enqueue
from whatsapp.models import OwnComplaint, Sending, Update
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

    At most MOST_AT_ONCE are sent, however many precede them that get no SMS (`_may_get_sms`). Three statements for each
    batch of MOST_AT_ONCE, and one for each SMS.
    """
    undelivered = Sending.objects.filter(
        message__isnull=False,
        outcome__in=[DeliveryStatus.ACCEPTED, DeliveryStatus.SENT],
        sent_at__range=(at - SMS_UNTIL, at - SMS_AFTER),
    )
    rows = list(undelivered.order_by("sent_at", "pk").values_list("message", "chat"))
    due: list[Message] = []
    for batch in batched(rows, MOST_AT_ONCE, strict=False):
        due += _find_news_for_sms(dict(batch))[: MOST_AT_ONCE - len(due)]
        if len(due) == MOST_AT_ONCE:
            break
    for message in due:
        _resend_by_sms(message, at=at)
    return len(due)


def _find_news_for_sms(chat_of: Mapping[int, int]) -> list[Message]:
    """Return the messages that go by SMS instead. `chat_of`: message id -> id of the chat to which it was sent."""
    keys = [_sms_key(message_id) for message_id in chat_of]
    sent_before = set(Message.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    messages = Message.objects.filter(pk__in=chat_of).order_by("pk")
    news = [one for one in messages if _sms_key(one.pk) not in sent_before and one.context.get("via") != "sms"]
    complainants = [pk for pk in map(_complainant_of, news) if pk]
    agreed = OwnComplaint.objects.filter(
        complaint__complainant__in=complainants, wants_news=True, news_stopped_at=None
    ).select_related("chat", "complaint__complainant")
    reached = {(own.complaint.complainant_id, own.chat_id) for own in agreed if _may_get_sms(own)}
    return [one for one in news if (_complainant_of(one), chat_of[one.pk]) in reached]


def _may_get_sms(own: OwnComplaint) -> bool:
    """Return whether news that was agreed to in this chat may go to the complainant's phone as an SMS.

    Only if the phone is proved and is that of the chat. Never for a confidential or protected complaint, a child's or
    one with a secret word: "here" meant the chat, and others may hold the phone.
    """
    complaint, person = own.complaint, own.complaint.complainant
    if complaint.is_quiet or complaint.identity_is_protected or person.phone_verified_at is None:
        return False
    return bool(person.phone) and person.phone == own.chat.phone


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
            _resend_failed_by_sms(sending, at=at)
    return True


def _resend_failed_by_sms(sending: Sending, *, at: datetime) -> None:
    """Send by SMS what failed: news by the rule of undelivered news, an answer to a request always.

    An answer goes to the phone that was given with the request.
    """
    message = Message.objects.filter(pk=sending.message).first()
    if message is None or message.context.get("via") == "sms":
        return
    is_news = _complainant_of(message) is not None
    if not is_news or _find_news_for_sms({message.pk: sending.chat_id}):
        _resend_by_sms(message, at=at)


def _resend_by_sms(message: Message, *, at: datetime) -> None:
    """Send the same news by SMS, once, however often the failure is reported."""
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
