"""Committed events are sealed in batches under a chain of their own, so that a cut-off tail shows.

What else has a history (settings.SEALED_BESIDE) is sealed with them.
"""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from complaints.models import Event, Seal, SealedEvent
from complaints.queries.seals import all_sealed_up_to
from ledger import chain, signing_keys

BATCH = 10_000
ONE_AT_A_TIME = 0x5EA1  # advisory lock: the seals are one chain, so they have one writer


@transaction.atomic
def seal_events(*, at: datetime, limit: int = BATCH) -> int:
    """Seal what is committed and not sealed yet, oldest first. Returns how many; 0 if someone else is at it.

    `limit`: of each history.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            return 0
    last = Seal.objects.order_by("pk").last()
    unsealed = Event.objects.filter(sealed=None, pk__gt=all_sealed_up_to(last))
    events = list(unsealed.order_by("pk").only("pk", "mac")[:limit])
    other = import_string(settings.SEALED_BESIDE)
    beside = other.unsealed(last, limit)
    if not (events or beside):
        return 0
    prev = bytes(last.mac) if last else chain.START
    key_id, key = signing_keys.sealing()
    seal = Seal.objects.create(
        at=at,
        events=len(events),
        beside=len(beside),
        key_id=key_id,
        prev=prev,
        mac=chain.seal(
            key, prev, [e.mac for e in events], at=at, version=chain.SEAL_VERSION, beside=[mac for _, mac in beside]
        ),
    )
    SealedEvent.objects.bulk_create(SealedEvent(event=event, seal=seal) for event in events)
    other.keep(seal, [pk for pk, _ in beside])
    return len(events) + len(beside)
