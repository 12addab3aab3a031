"""Alerts about missing children for the people who asked for them, by district.

A published alert is queued in the outbox once. When it has ended, nothing more of it leaves, and those who got it are
told. Each message is checked again when it is sent (services.alert_messages).
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.db.models import Q

from accounts.rules.office_tree import paths_from_root
from notices.models import Notice
from notices.rules.notice_acts import NoticeEnding
from notices.rules.notice_kinds import NoticeKind
from notifications.models import Message
from notifications.rules.recipient_references import parse_reference
from notifications.services import NewMessage, cancel_waiting_messages, enqueue_many
from whatsapp.models import NoticeBroadcast, NoticeSubscription
from whatsapp.rules import notice_alerts

BATCH = 5_000
END_MESSAGES = {
    NoticeEnding.FOUND.value: notice_alerts.FOUND_MESSAGE,
    NoticeEnding.WITHDRAWN.value: notice_alerts.WITHDRAWN_MESSAGE,
}
"""Message by ending. A notice that only expires is followed by none: nobody knows more than before."""


def broadcast_notices(*, at: datetime) -> int:
    """Queue new alerts, and stop those that have ended. Return how many messages were queued.

    Any number of workers may run this at once.
    """
    begun = NoticeBroadcast.objects.values("notice")
    new = Notice.objects.public(at).filter(kind=NoticeKind.ALERT).exclude(pk__in=begun).order_by("pk")
    queued = sum(_start_broadcast(notice, at=at) for notice in new.select_related("office__routes_to"))
    running = NoticeBroadcast.objects.filter(stopped_at=None).exclude(notice__in=Notice.objects.public(at).values("pk"))
    return queued + sum(_stop_broadcast(pk, at=at) for pk in list(running.values_list("pk", flat=True)))


@transaction.atomic
def _start_broadcast(notice: Notice, *, at: datetime) -> int:
    """Queue an alert for everybody who asked for alerts of its district, unless another worker has."""
    broadcast, is_new = NoticeBroadcast.objects.get_or_create(notice=notice, defaults={"started_at": at})
    if not is_new:
        return 0
    context = {"code": notice.code, "notice": notice.pk}
    chats = subscriptions_for(notice.line).order_by("chat").values_list("chat", flat=True).distinct()
    messages = (
        NewMessage(
            recipient=f"{notice_alerts.SUBSCRIBER_KIND}:{chat}",
            template=notice_alerts.ALERT_MESSAGE,
            context=context,
            not_before=notice_alerts.send_time(number, start=at),
            dedupe_key=notice_alerts.alert_key(notice.pk, chat),
        )
        for number, chat in enumerate(chats.iterator(chunk_size=BATCH))
    )
    broadcast.recipients = _enqueue_in_batches(messages, at=at)
    broadcast.save(update_fields=["recipients"])
    return broadcast.recipients


def subscriptions_for(line: str):
    """Return the consents that are in force for a notice of an office: its district's, or those of all below it.

    `line`: the path of the office.
    """
    concerned = Q(district__path__startswith=line) | Q(district__path__in=paths_from_root(line))
    return NoticeSubscription.objects.filter(concerned, stopped_at=None)


@transaction.atomic
def _stop_broadcast(broadcast_pk: int, *, at: datetime) -> int:
    """Withdraw what waits, and tell those who got the alert that it is over, if they still want alerts."""
    broadcast = NoticeBroadcast.objects.select_for_update().filter(pk=broadcast_pk, stopped_at=None).first()
    if broadcast is None:
        return 0
    notice, key = broadcast.notice, notice_alerts.alert_key(broadcast.notice_id)
    cancel_waiting_messages(key_prefix=key, at=at)
    queued = 0
    if template := END_MESSAGES.get(notice.ending):
        queued = _enqueue_in_batches(_messages_about_end(notice, template, at=at), at=at)
    if not Message.objects.waiting().filter(dedupe_key__startswith=key).exists():  # else one is being sent just now
        broadcast.stopped_at = at
        broadcast.save(update_fields=["stopped_at"])
    return queued


def _messages_about_end(notice: Notice, template: str, *, at: datetime) -> Iterable[NewMessage]:
    got_it = Message.objects.filter(
        dedupe_key__startswith=notice_alerts.alert_key(notice.pk), sent_at__isnull=False
    ).order_by("pk")
    still_wanted = set(subscriptions_for(notice.line).values_list("chat", flat=True))
    chats = (parse_reference(recipient)[1] for recipient in got_it.values_list("recipient", flat=True))
    for number, chat in enumerate(chat for chat in chats if chat in still_wanted):
        yield NewMessage(
            recipient=f"{notice_alerts.SUBSCRIBER_KIND}:{chat}",
            template=template,
            context={"code": notice.code, "notice": notice.pk},
            not_before=notice_alerts.send_time(number, start=at),
            dedupe_key=notice_alerts.alert_end_key(notice.pk, chat),
        )


def messages_of_running_broadcasts() -> Q:
    """Return the condition of the alerts that are not over: who got one is told about the end."""
    running = NoticeBroadcast.objects.filter(stopped_at=None).values_list("notice", flat=True)
    return Q(template=notice_alerts.ALERT_MESSAGE, context__notice__in=list(running))


def _enqueue_in_batches(messages: Iterable[NewMessage], *, at: datetime) -> int:
    return sum(enqueue_many(batch, at=at) for batch in batched(messages, BATCH))


def delete_expired_consents(*, at: datetime) -> int:
    """Delete consents of people who have not written for a year. Return their number."""
    heard_before = at - notice_alerts.CONSENT_LASTS
    return NoticeSubscription.objects.filter(chat__heard_at__lt=heard_before, asked_at__lt=heard_before).delete()[0]
