"""Committed events are sealed in batches under a chain of their own, so that a cut-off tail shows."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from complaints.models import Event, Seal, SealedEvent
from complaints.rules import chain

BATCH = 10_000
LONGEST_TRANSACTION = timedelta(hours=1)
ONE_AT_A_TIME = 0x5EA1  # advisory lock: the seals are one chain, so they have one writer


@transaction.atomic
def seal_events(*, at: datetime, limit: int = BATCH) -> int:
    """Seal what is committed and not sealed yet, oldest first. Returns how many; 0 if someone else is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            return 0
    last = Seal.objects.order_by("pk").last()
    unsealed = Event.objects.filter(sealed=None, pk__gt=_all_sealed_up_to(last))
    events = list(unsealed.order_by("pk").only("pk", "mac")[:limit])
    if not events:
        return 0
    prev = bytes(last.mac) if last else chain.START
    key = settings.CHAIN_KEY.encode()
    seal = Seal.objects.create(
        at=at,
        events=len(events),
        key_id=settings.CHAIN_KEY_ID,
        prev=prev,
        mac=chain.seal(key, prev, [e.mac for e in events]),
    )
    SealedEvent.objects.bulk_create(SealedEvent(event=event, seal=seal) for event in events)
    return len(events)


def _all_sealed_up_to(last: Seal | None) -> int:
    """An id below which no event is unsealed, so that the search need not go through the whole history.

    The highest id of the latest seal that is an hour older than the last one: whatever had drawn a lower id by then
    had committed by the time of the last seal, which took the lowest first. No writer's transaction lasts an hour.
    """
    if last is None:
        return 0
    settled = Seal.objects.filter(at__lte=last.at - LONGEST_TRANSACTION).order_by("pk").last()
    return settled.sealed_events.aggregate(top=Max("event"))["top"] if settled else 0
