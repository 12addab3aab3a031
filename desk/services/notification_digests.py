"""The e-mail digest of an officer: how much waits for them and how many notifications are unread. Never any content."""

import logging
from datetime import datetime

from django.utils.timezone import localdate, localtime

from accounts.acting_head import find_acting_heads
from accounts.queries.officer_postings import current_postings
from accounts.services.row_failures import RowFailures
from complaints.models import NotificationDigest
from desk.queries.notification_list import unread_notifications
from desk.rules.digest_times import digest_hour
from desk.today.today_page import load_today
from desk.today.waiting_tasks import OfficerPostings
from notifications.models import Message
from notifications.services import enqueue

logger = logging.getLogger(__name__)


def choose_digest(officer_id: int, *, frequency: NotificationDigest.Frequency | None, hour: int) -> None:
    """Store how often an officer gets the digest, and from which hour; None for none."""
    if frequency is None:
        NotificationDigest.objects.filter(officer=officer_id).delete()
        return
    NotificationDigest.objects.update_or_create(officer_id=officer_id, defaults={"frequency": frequency, "hour": hour})


def send_notification_digests(*, at: datetime) -> int:
    """Send the digests that are due and missing. Return how many were sent. Safe to repeat at any time.

    Each is written in a transaction of its own, so that an interrupted run neither loses nor repeats one. Raises
    RowsFailed at the end if some could not be sent.
    """
    now, today = localtime(at), localdate(at)
    prefix = f"notification_digest:{today.isoformat()}:"
    choices = NotificationDigest.objects.filter(officer__is_active=True).select_related("officer").order_by("officer")
    due = {}
    for choice in choices:
        is_twice = choice.frequency == NotificationDigest.Frequency.TWICE_DAILY
        if (hour := digest_hour(choice.hour, now, is_twice=is_twice)) is not None:
            due[f"{prefix}{hour}:{choice.officer_id}"] = choice
    sent = set(Message.objects.filter(dedupe_key__in=due).values_list("dedupe_key", flat=True)) if due else set()
    count, failures = 0, RowFailures(logger)
    for key, choice in due.items():
        if key not in sent:
            with failures.caught("The notification digest of officer %s could not be sent", choice.officer_id):
                count += _send_digest(choice, key, at=at)
    failures.raise_if_any()
    return count


def _send_digest(choice: NotificationDigest, dedupe_key: str, *, at: datetime) -> bool:
    """Send one digest. Return False, and send none, if nothing waits for the officer.

    The acting officer's digest has what waits under a posting on leave.
    """
    own = current_postings(choice.officer, at=at)
    if not own:
        return False
    acting = find_acting_heads(own, at=at)
    at_work = [posting for posting in own if posting.away_until is None]
    lines, is_cut = load_today(OfficerPostings.of(choice.officer, [*at_work, *acting]), at=at)
    postings = OfficerPostings.of(choice.officer, [*own, *acting])
    context = {
        "waiting": len(lines),
        "late": sum(line.is_late(at) for line in lines),
        "unread": unread_notifications(choice.officer_id, postings.actors, at=at).count(),
    }
    if not any(context.values()):
        return False
    recipient = f"officer:{choice.officer_id}"
    message = enqueue(
        recipient=recipient,
        template="notification_digest",
        context=context | {"via": "email"} | ({"is_at_least": True} if is_cut else {}),
        at=at,
        dedupe_key=dedupe_key,
    )
    return message is not None
