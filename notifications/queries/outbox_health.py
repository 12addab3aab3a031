"""Figures on the health of the outbox, for operators of the portal. They contain no recipients."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from notifications.models import Message

MAX_COUNT = 10_000
"""Maximum of each count. Beyond it, the exact number makes no difference."""


@dataclass(frozen=True)
class OutboxHealth:
    """The health of the outbox. Messages that wait for hours that a recipient chose are not counted.

    `due`: messages that should have been sent and that no worker has claimed; `oldest`: how long the first has waited.
    `retrying`: messages that failed temporarily; `retrying_oldest`: the age of the oldest. `given_up`: messages that
    were given up within the last day.
    """

    due: int
    oldest: timedelta
    retrying: int
    retrying_oldest: timedelta
    given_up: int


def load_outbox_health(*, at: datetime) -> OutboxHealth:
    """Return the health of the outbox at a moment. Runs three statements, each on a partial index."""
    due = Message.objects.due(at=at).in_turn(at=at).first_due_first()
    times = list(due.values_list("not_before", flat=True)[:MAX_COUNT])
    failed = Message.objects.waiting().filter(held=False).exclude(last_error="").order_by()
    retrying = list(failed.values_list("created_at", flat=True)[:MAX_COUNT])
    given_up = Message.objects.given_up().filter(given_up_at__gt=at - timedelta(days=1))
    return OutboxHealth(
        due=len(times),
        oldest=at - times[0] if times else timedelta(),
        retrying=len(retrying),
        retrying_oldest=at - min(retrying) if retrying else timedelta(),
        given_up=given_up.order_by()[:MAX_COUNT].count(),
    )


def oldest_due_age(*, at: datetime) -> timedelta:
    """Return how long the first due message has waited. Runs one statement on the index of due messages."""
    first = Message.objects.due(at=at).in_turn(at=at).first_due_first().values_list("not_before", flat=True).first()
    return at - first if first else timedelta()
