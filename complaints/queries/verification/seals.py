"""The seals over all events: a chain of their own, by which a cut-off tail of a complaint shows."""

import hmac
from collections.abc import Iterator

from django.conf import settings

from complaints.models import Seal, SealedEvent
from complaints.rules import chain


def check() -> Iterator[str]:
    """What is wrong with each seal, in order. Holds the events of one seal in memory at a time."""
    prev = chain.START
    for seal in Seal.objects.order_by("pk").iterator():
        members = SealedEvent.objects.filter(seal=seal, event__isnull=False).order_by("event")
        macs = list(members.values_list("event__mac", flat=True))
        name = f"seal {seal.pk} of {seal.at:%Y-%m-%d %H:%M}"
        if bytes(seal.prev) != prev:
            yield f"{name} does not continue the one before it"
        if len(macs) != seal.events:
            yield f"{name}: {seal.events} events were sealed, {len(macs)} are there"
        elif not hmac.compare_digest(bytes(seal.mac), _mac(bytes(seal.prev), macs)):
            yield f"{name}: its events were changed"
        prev = bytes(seal.mac)


def _mac(prev: bytes, macs) -> bytes:
    return chain.seal(settings.CHAIN_KEY.encode(), prev, macs)
