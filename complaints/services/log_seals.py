"""Seal committed events in batches. The seals form a chain of their own, so that a missing end of a history is found.

The other history (settings.SEALED_BESIDE, the steps of reviews) is sealed with them.
"""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from complaints.models import Event, Seal, SealedEvent
from complaints.queries.sealed_events import last_id_surely_sealed
from ledger import chain, signing_keys

LARGEST_BATCH = 10_000
SEAL_LOCK = 0x5EA1  # The key of an advisory lock: the seals form one chain, so they have one writer.


@transaction.atomic
def seal_events(*, at: datetime, limit: int = LARGEST_BATCH) -> int:
    """Seal the events that are committed and not sealed yet, the oldest first. Return their number.

    `limit`: the maximum number from each history. Returns 0 if another worker is sealing now.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEAL_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    last = Seal.objects.order_by("pk").last()
    unsealed = Event.objects.filter(sealed=None, pk__gt=last_id_surely_sealed(last))
    events = list(unsealed.order_by("pk").only("pk", "mac")[:limit])
    other_history = import_string(settings.SEALED_BESIDE)
    other_events = other_history.unsealed(last, limit)
    if not (events or other_events):
        return 0
    prev = bytes(last.mac) if last else chain.CHAIN_START
    key_id, key = signing_keys.current_signing_key()
    seal = Seal.objects.create(
        at=at,
        events=len(events),
        beside=len(other_events),
        key_id=key_id,
        prev=prev,
        mac=chain.compute_seal(
            key,
            prev,
            [event.mac for event in events],
            at=at,
            version=chain.SEAL_VERSION,
            other_links=[mac for _, mac in other_events],
        ),
    )
    SealedEvent.objects.bulk_create(SealedEvent(event=event, seal=seal) for event in events)
    other_history.record_members(seal, [pk for pk, _ in other_events])
    return len(events) + len(other_events)
