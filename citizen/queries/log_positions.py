"""Where events are in the public log: the hour, and the steps from an event's leaf to the root of the hour's head."""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from functools import reduce
from itertools import groupby
from operator import itemgetter, or_
from typing import NamedTuple

from django.db.models import Q

from complaints.models import Event, HourlyHead, Seal, SealedEvent
from complaints.queries.sealed_events import event_leaf
from ledger import merkle, signing_keys
from ledger.merkle import ProofStep

HASH_LENGTH = 32  # bytes
ROWS_AT_ONCE = 2_000


class LogPosition(NamedTuple):
    """The head of an event's hour, and the steps from the event's leaf to the head's root."""

    head: HourlyHead
    steps: tuple[ProofStep, ...]


def log_positions(events: Collection[Event]) -> dict[int, LogPosition]:
    """Return the positions by event id; none for an event whose hour has no head yet. At most five queries."""
    sealed = dict(SealedEvent.objects.filter(event__in=events).values_list("event_id", "seal_id"))
    heads = _heads_of_seals(set(sealed.values()))
    if not heads:
        return {}
    seals = _seals_of_heads(heads.values())
    steps_to_seal = _steps_to_seals({event: seal for event, seal in sealed.items() if seal in heads})
    return {
        event: LogPosition(heads[seal], (*steps, *_steps_to_head(seal, heads[seal], seals)))
        for event, steps in steps_to_seal.items()
        for seal in [sealed[event]]
    }


def _heads_of_seals(seals: Collection[int]) -> dict[int, HourlyHead]:
    """Return the first head that covers each of these seals, by seal."""
    if not seals:
        return {}
    later = HourlyHead.objects.filter(seal__gte=min(seals)).order_by("number").values_list("seal", "number")
    last_seals, numbers = zip(*later, strict=True) if later else ((), ())
    positions = {seal: bisect_left(last_seals, seal) for seal in seals}
    number_of_seal = {seal: numbers[at] for seal, at in positions.items() if at < len(numbers)}
    heads = HourlyHead.objects.in_bulk(set(number_of_seal.values()), field_name="number")
    return {seal: heads[number] for seal, number in number_of_seal.items()}


def _seals_of_heads(heads: Collection[HourlyHead]) -> list[int]:
    """Return the ids of all seals that these heads cover, in ascending order.

    A head has the root of each seal since the one before, so there are as many of them before its last seal.
    """
    latest = {head.number: head for head in heads}.values()
    ranges = (Seal.objects.filter(pk__lte=head.seal_id).order_by("-pk")[: _number_of_seals(head)] for head in latest)
    covered = reduce(or_, (Q(pk__in=seals.values("pk")) for seals in ranges))
    return list(Seal.objects.filter(covered).order_by("pk").values_list("pk", flat=True))


def _number_of_seals(head: HourlyHead) -> int:
    return len(bytes(head.roots)) // HASH_LENGTH - 1  # the last of the roots is a random number


def _steps_to_seals(seal_of_event: Mapping[int, int]) -> dict[int, list[ProofStep]]:
    """Return the steps from each event to the root of its seal. A seal has a few thousand events at most."""
    keys, steps = signing_keys.all_signing_keys(), {}
    columns = "seal_id", "event_id", "event__mac", "event__body", "event__complaint__etag", "event__key_id"
    members = SealedEvent.objects.filter(seal__in=set(seal_of_event.values())).order_by("seal", "event")
    rows = members.values_list(*columns).iterator(chunk_size=ROWS_AT_ONCE)
    for seal, group in groupby(rows, key=itemgetter(0)):
        ids, hashes = [], []
        for _, event, mac, *body_etag_and_key in group:
            ids.append(event)
            hashes.append(merkle.leaf_hash(event_leaf(bytes(mac), *body_etag_and_key, keys)))
        wanted = [event for event in ids if seal_of_event.get(event) == seal]
        proofs = merkle.inclusion_proofs(hashes, [bisect_left(ids, event) for event in wanted])
        steps |= dict(zip(wanted, proofs, strict=True))
    return steps


def _steps_to_head(seal: int, head: HourlyHead, seals: list[int]) -> list[ProofStep]:
    """Return the steps from the seal's root to the head's root. `seals`: the ids of the head's seals, and others."""
    roots = bytes(head.roots)
    hashes = [roots[start : start + HASH_LENGTH] for start in range(0, len(roots), HASH_LENGTH)]
    first = bisect_left(seals, head.seal_id) - _number_of_seals(head) + 1
    return merkle.inclusion_proof(hashes, bisect_left(seals, seal) - first)
