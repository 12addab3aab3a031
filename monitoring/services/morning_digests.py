"""The morning digest: an e-mail to each head of an office about overdue, due and new complaints and waiting reviews."""

from datetime import date, datetime

from django.utils.timezone import localdate, localtime

from accounts.models import Posting
from monitoring.queries import head_digest
from notifications.models import Message
from notifications.services import enqueue

HOUR = 8
"""The hour of the day in Pakistan."""


def send_digests(*, at: datetime) -> int:
    """Send the digests of this day that are missing. Return how many were sent. Safe to repeat at any time of the day.

    A head without anything to report gets none. Each digest is sent in its own transaction, so that an interrupted run
    neither loses nor repeats one.
    """
    if localtime(at).hour < HOUR:
        return 0
    today = localdate(at)
    sent = set(Message.objects.filter(dedupe_key__startswith=_dedupe_key(today)).values_list("dedupe_key", flat=True))
    unsent = (posting for posting in head_digest.current_heads(at=at) if _dedupe_key(today, posting) not in sent)
    return sum(_send_digest(posting, today, at=at) for posting in unsent)


def _send_digest(posting: Posting, today: date, *, at: datetime) -> bool:
    lines = head_digest.load_digest_lines(posting, at=at)
    if not lines:
        return False
    facts = {line.name: line.number for line in lines} | {f"{line.name}_path": line.path for line in lines}
    message = enqueue(
        recipient=f"posting:{posting.pk}",
        template="digest",
        context=facts | {"via": "email"},
        at=at,
        dedupe_key=_dedupe_key(today, posting),
    )
    return message is not None


def _dedupe_key(today: date, posting: Posting | None = None) -> str:
    return f"digest:{today.isoformat()}:{posting.pk if posting else ''}"
