"""The morning digest: an e-mail to each head of an office about overdue, due and new complaints and waiting reviews."""

import logging
from datetime import date, datetime

from django.utils.timezone import localdate, localtime

from accounts.acting_head import ActingHead
from accounts.models import Posting
from accounts.services.row_failures import RowFailures
from monitoring.queries import head_digest
from notifications.models import Message
from notifications.services import enqueue

logger = logging.getLogger(__name__)

HOUR = 8
"""The hour of the day in Pakistan."""


def send_digests(*, at: datetime) -> int:
    """Send the digests of this day that are missing. Return how many were sent. Safe to repeat at any time of the day.

    A head without anything to report gets none. During leave the acting head gets it, with what they may see. Each
    digest is sent in its own transaction, so that an interrupted run neither loses nor repeats one. Raises RowsFailed
    at the end if some could not be sent.
    """
    if localtime(at).hour < HOUR:
        return 0
    today = localdate(at)
    sent = set(Message.objects.filter(dedupe_key__startswith=_dedupe_key(today)).values_list("dedupe_key", flat=True))
    unsent = (head for head in head_digest.current_heads(at=at) if _dedupe_key(today, head) not in sent)
    count, failures = 0, RowFailures(logger)
    for head in unsent:
        with failures.caught("The morning digest of posting %s could not be sent", head.choice):
            count += _send_digest(head, today, at=at)
    failures.raise_if_any()
    return count


def _send_digest(head: Posting | ActingHead, today: date, *, at: datetime) -> bool:
    """Send one digest to the person for whom it was counted, even if a leave begins or ends before it is delivered."""
    lines = head_digest.load_digest_lines(head, at=at)
    if not lines:
        return False
    facts = {line.name: line.number for line in lines} | {f"{line.name}_path": line.path for line in lines}
    message = enqueue(
        recipient=f"officer:{head.officer.pk}",
        template="digest",
        context=facts | {"is_acting": isinstance(head, ActingHead), "via": "email"},
        at=at,
        dedupe_key=_dedupe_key(today, head),
    )
    return message is not None


def _dedupe_key(today: date, head: Posting | ActingHead | None = None) -> str:
    return f"digest:{today.isoformat()}:{head.choice if head else ''}"
