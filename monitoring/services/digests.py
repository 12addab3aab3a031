"""At eight in the morning each head is told by e-mail what waits: past its limit, due today, new, reviews."""

from datetime import date, datetime

from django.utils.timezone import localdate, localtime

from accounts.models import Posting
from monitoring.queries import digest
from notifications.models import Message
from notifications.services import enqueue

HOUR = 8
"""By the wall clock of Pakistan."""


def send_digests(*, at: datetime) -> int:
    """The digests of this day that have not gone out yet; how many did. Harmless to repeat, at any time of the day.

    Who has nothing to be told of gets none. Each is a transaction of its own: a kill loses none and doubles none.
    """
    if localtime(at).hour < HOUR:
        return 0
    today = localdate(at)
    told = set(Message.objects.filter(dedupe_key__startswith=_key(today)).values_list("dedupe_key", flat=True))
    waiting = (posting for posting in digest.heads(at=at) if _key(today, posting) not in told)
    return sum(_send(posting, today, at=at) for posting in waiting)


def _send(posting: Posting, today: date, *, at: datetime) -> bool:
    lines = digest.lines_of(posting, at=at)
    if not lines:
        return False
    facts = {line.name: line.number for line in lines} | {f"{line.name}_path": line.path for line in lines}
    sent = enqueue(
        recipient=f"posting:{posting.pk}",
        template="digest",
        context=facts | {"via": "email"},
        at=at,
        dedupe_key=_key(today, posting),
    )
    return sent is not None


def _key(today: date, posting: Posting | None = None) -> str:
    return f"digest:{today.isoformat()}:{posting.pk if posting else ''}"
