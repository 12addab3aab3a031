"""Automatic answers to e-mails, through the outbox, within limits that keep the portal from flooding anybody."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mail_intake.models import Answer, IncomingMail
from mail_intake.rules.mail_limits import ANSWER_INTERVAL, ANSWERED_WITHIN, ANSWERS_PER_DAY, RECEIPT_WITHIN
from notifications.services import NewMessage, enqueue_many

logger = logging.getLogger(__name__)

ONE_SENDER_OF_ANSWERS = 0x3A11  # number of the advisory lock, used only here
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@transaction.atomic
def send_due_answers(*, at: datetime) -> int:
    """Put the answers that the limits allow into the outbox, the oldest first. Return their number.

    At most one answer to an address in an hour and three in a day, and MAIL_ANSWERS_PER_HOUR to all addresses together.
    Other answers wait, for a day at most; the messages themselves are kept in any case. A constant number of
    statements.
    """
    unanswered = IncomingMail.objects.filter(~Q(answer=""), answered_at__isnull=True)
    is_late = Q(received_at__lt=at - ANSWERED_WITHIN) | Q(answer=Answer.ADDED, received_at__lt=at - RECEIPT_WITHIN)
    if dropped := unanswered.filter(is_late).update(answer=""):
        logger.warning("%d automatic answers to e-mails were dropped because of the limits", dropped)
    if not unanswered.exists():
        return 0
    with transaction.get_connection().cursor() as cursor:  # so that two workers never use the same allowance
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_SENDER_OF_ANSWERS])
    room = settings.MAIL_ANSWERS_PER_HOUR - IncomingMail.objects.filter(answered_at__gt=at - HOUR).count()
    if room <= 0:
        logger.warning("Automatic answers to e-mails wait: %d were sent within an hour", settings.MAIL_ANSWERS_PER_HOUR)
        return 0
    due = list(_within_limits_of_sender(unanswered, at=at).order_by("pk").only("pk", "sender", "answer")[: room * 4])
    first_of_sender: dict[bytes, IncomingMail] = {}
    for mail in due:
        first_of_sender.setdefault(bytes(mail.sender), mail)
    answered = list(first_of_sender.values())[:room]
    rows = [
        NewMessage(f"incoming_mail:{mail.pk}", f"mail_{mail.answer}", {"asked_for": True}, dedupe_key=f"mail:{mail.pk}")
        for mail in answered
    ]
    IncomingMail.objects.filter(pk__in=[mail.pk for mail in answered]).update(answered_at=at)
    return enqueue_many(rows, at=at)


def _within_limits_of_sender(mails: QuerySet[IncomingMail], *, at: datetime) -> QuerySet[IncomingMail]:
    """Return the e-mails whose sender may get an answer now."""
    answered = IncomingMail.objects.filter(sender=OuterRef("sender"), answered_at__isnull=False).order_by()
    lately = answered.filter(answered_at__gt=at - ANSWER_INTERVAL)
    in_day = answered.filter(answered_at__gt=at - DAY).values("sender").annotate(number=Count("pk")).values("number")
    counted = mails.annotate(in_day=Coalesce(Subquery(in_day, output_field=IntegerField()), 0))
    return counted.filter(~Exists(lately), in_day__lt=ANSWERS_PER_DAY)
