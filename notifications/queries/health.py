"""How the outbox stands, for whoever keeps the portal running: numbers, never a recipient."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from notifications.models import Message

COUNTED = 10_000
"""At most so many are counted of anything: beyond that, how many more there are changes nothing."""


@dataclass(frozen=True)
class Outbox:
    """`due`: what should have gone by now and nobody has taken; `oldest`: for how long the first of it has waited.

    `retrying`: what a gateway has refused for the time being, and `retrying_oldest`: how old the oldest of it is.
    `given_up`: of the last day. What waits for an hour that somebody chose is none of these.
    """

    due: int
    oldest: timedelta
    retrying: int
    retrying_oldest: timedelta
    given_up: int


def outbox(*, at: datetime) -> Outbox:
    """Three statements, each along an index of what waits or was given up."""
    first = Message.objects.due(at=at).in_turn(at=at).first_due_first()
    times = list(first.values_list("not_before", flat=True)[:COUNTED])
    refused = Message.objects.waiting().filter(held=False).exclude(last_error="").order_by()
    retrying = list(refused.values_list("created_at", flat=True)[:COUNTED])
    given_up = Message.objects.given_up().filter(given_up_at__gt=at - timedelta(days=1))
    return Outbox(
        due=len(times),
        oldest=at - times[0] if times else timedelta(),
        retrying=len(retrying),
        retrying_oldest=at - min(retrying) if retrying else timedelta(),
        given_up=given_up.order_by()[:COUNTED].count(),
    )


def oldest_due(*, at: datetime) -> timedelta:
    """For how long the first message that is due has waited. One statement, along the index of what is due."""
    first = Message.objects.due(at=at).in_turn(at=at).first_due_first().values_list("not_before", flat=True).first()
    return at - first if first else timedelta()
