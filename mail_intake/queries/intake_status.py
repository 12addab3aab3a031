"""Status of the e-mail intake: whether it is configured, and its backlog."""

from dataclasses import dataclass

from django.db.models import Q

from mail_intake.models import IncomingMail
from notifications.reply_addresses import accepts_replies

MOST_COUNTED = 10_000
"""The backlog is counted up to this number."""


def is_configured() -> bool:
    """Return whether the portal receives e-mail."""
    return accepts_replies()


@dataclass(frozen=True)
class MailBacklog:
    """The numbers of e-mails that wait to be processed, that were set aside, and whose answer waits for a limit."""

    waiting: int
    aside: int
    unanswered: int


def count_mail_backlog() -> MailBacklog:
    """Return the backlog. Three statements, each along its own index."""
    unanswered = ~Q(answer="") & Q(answered_at__isnull=True)
    conditions = (Q(state="waiting"), Q(state="aside"), unanswered)
    rows = IncomingMail.objects.order_by().values("pk")
    return MailBacklog(*(rows.filter(condition)[:MOST_COUNTED].count() for condition in conditions))
