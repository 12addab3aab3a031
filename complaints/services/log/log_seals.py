"""Seal committed events in batches. The seals form a chain of their own, so that a missing end of a history is found.

The other histories (settings.SEALED_BESIDE: steps of reviews, versions of rows, readings) are sealed with them.
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
    other_histories = [import_string(path) for path in settings.SEALED_BESIDE]
    other_rows = [history.unsealed(last, limit) for history in other_histories]
    links = [link for rows in other_rows for _, link in rows]
    if not (events or links):
        return 0
    prev = bytes(last.mac) if last else chain.CHAIN_START
    key_id, key = signing_keys.current_signing_key()
    seal = Seal.objects.create(
        at=at,
        events=len(events),
        beside=len(links),
        key_id=key_id,
        prev=prev,
        mac=chain.compute_seal(
            key,
            prev,
            [event.mac for event in events],
            at=at,
            version=chain.SEAL_VERSION,
            other_links=links,
        ),
    )
    SealedEvent.objects.bulk_create(SealedEvent(event=event, seal=seal) for event in events)
    for history, rows in zip(other_histories, other_rows, strict=True):
        history.record_members(seal, [pk for pk, _ in rows])
    return len(events) + len(links)
