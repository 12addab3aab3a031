"""Verify the seals over all events. Seals are a chain of their own, which reveals a cut-off end of a history."""

import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from complaints.models import Seal, SealedEvent
from complaints.queries.sealed_events import event_leaf, last_id_surely_sealed
from ledger import chain, merkle, signing_keys

MEMBERS = """
    SELECT sealed.seal_id, sealed.event_id, event.mac, event.seq, event.body, complaint.etag, event.key_id
    FROM complaints_sealedevent AS sealed
    LEFT JOIN complaints_event AS event ON event.id = sealed.event_id
    LEFT JOIN complaints_complaint AS complaint ON complaint.id = event.complaint_id
    WHERE sealed.seal_id BETWEEN %s AND %s ORDER BY sealed.seal_id, sealed.event_id
"""
UNSEALED = """
    SELECT event.complaint_id, event.seq FROM complaints_event AS event
    WHERE event.id <= %s AND NOT EXISTS (SELECT FROM complaints_sealedevent WHERE event_id = event.id)
    ORDER BY event.id LIMIT 20
"""
NAMED = 5


@dataclass(frozen=True)
class CheckedSeal:
    """A checked seal. `events`: how many of its events exist. `begun`: how many of these begin a complaint."""

    seal: int
    events: int
    begun: int
    root: bytes
    findings: tuple[str, ...]


def divide_seals(first: int, size: int) -> list[tuple[int, int]]:
    """Divide the seal ids from `first` on into adjacent ranges of about `size` events. Return first and last ids.

    The last range ends with the last seal that exists or that an event refers to.
    """
    id_ranges, count, start, last = [], 0, first, first - 1
    for pk, events in Seal.objects.filter(pk__gte=first).order_by("pk").values_list("pk", "events"):
        count, last = count + events, pk
        if count >= size:
            id_ranges.append((start, pk))
            start, count = pk + 1, 0
    last_referenced = SealedEvent.objects.order_by("seal").values_list("seal", flat=True).last() or 0
    last = max(last, last_referenced)
    return [*id_ranges, (start, last)] if last >= start else id_ranges


def check_seal_range(first: int, last: int) -> list[CheckedSeal]:
    """Verify each seal of a range against its events."""
    seals = Seal.objects.filter(pk__range=(first, last)).order_by("pk")
    ring = signing_keys.all_signing_keys()
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS, [first, last])
        members = {pk: list(rows) for pk, rows in groupby(cursor.fetchall(), key=itemgetter(0))}
    others: dict[int, list[tuple]] = {}
    for path in settings.SEALED_BESIDE:
        for row in import_string(path).members(first, last):
            others.setdefault(row[0], []).append(row)
    checked = [_check_seal(seal, members.pop(seal.pk, []), others.get(seal.pk, []), ring) for seal in seals]
    for pk, rows in members.items():
        finding = f"seal {pk} is gone, and {len(rows)} events say that it holds them"
        checked.append(CheckedSeal(pk, 0, 0, merkle.EMPTY_ROOT, (finding,)))
    return checked


def _check_seal(seal: Seal, rows: Sequence[tuple], others: Sequence[tuple], ring: dict[str, bytes]) -> CheckedSeal:
    missing = [event for _, event, mac, *_ in rows if mac is None]
    present = [row[2:] for row in rows if row[2] is not None]
    macs = [bytes(mac) for mac, *_ in present]
    begun = sum(seq == 1 for _, seq, *_ in present)
    leaves = [event_leaf(bytes(mac), body, etag or "", key_id, ring) for mac, _, body, etag, key_id in present]
    links = [bytes(mac) for *_, mac in others if mac is not None]
    findings = tuple(_find_seal_errors(seal, macs, links, missing, ring))
    return CheckedSeal(seal.pk, len(macs), begun, merkle.tree_root(map(merkle.leaf_hash, leaves)), findings)


def _find_seal_errors(
    seal: Seal, macs: list[bytes], links: list[bytes], missing: list[int], ring: dict[str, bytes]
) -> Iterator[str]:
    key, name = ring.get(seal.key_id), _describe_seal(seal)
    if key is None:
        yield f"{name} is under the unknown key {seal.key_id}"
    elif len(macs) != seal.events:
        suffix = f" (gone: {', '.join(map(str, missing[:NAMED]))})" if missing else ""
        yield f"{name}: {seal.events} events were sealed, {len(macs)} are there{suffix}"
    elif len(links) != seal.beside:
        yield f"{name}: {seal.beside} other rows were sealed, {len(links)} are there"
    elif not hmac.compare_digest(
        bytes(seal.mac),
        chain.compute_seal(key, bytes(seal.prev), macs, at=seal.at, version=seal.version, other_links=links),
    ):
        yield f"{name}: its events were changed"


def check_seal_chain(first: int) -> Iterator[str]:
    """Check the chain of seals from this id on.

    Each seal has to continue the one before it, with no earlier time and no older key. No event may be unsealed if all
    events of its time are sealed.
    """
    before = Seal.objects.filter(pk__lt=first).order_by("pk").last()
    prev, at = (bytes(before.mac), before.at) if before else (chain.CHAIN_START, None)
    ids = list(signing_keys.all_signing_keys())
    newest = len(ids)
    for seal in Seal.objects.filter(pk__gte=first).order_by("pk").iterator():
        if bytes(seal.prev) != prev:
            yield f"{_describe_seal(seal)} does not continue the one before it"
        if at is not None and seal.at < at:
            yield f"{_describe_seal(seal)} is dated before the one before it"
        age = ids.index(seal.key_id) if seal.key_id in ids else newest
        if age > newest:
            yield f"{_describe_seal(seal)} goes back to the key {seal.key_id}, which was no longer in use"
        prev, at, newest = bytes(seal.mac), seal.at, min(newest, age)
    with connection.cursor() as cursor:
        cursor.execute(UNSEALED, [last_id_surely_sealed(Seal.objects.order_by("pk").last())])
        for complaint, seq in cursor.fetchall():
            yield f"event {seq} of complaint #{complaint} is in no seal, though all of its time are sealed"


def check_seals(sealed: Iterable[CheckedSeal], first: int = 0) -> Iterator[str]:
    """Yield the errors of the chain of seals from `first` on, and the findings of the checked seals."""
    yield from check_seal_chain(first)
    for checked in sealed:
        yield from checked.findings


def _describe_seal(seal: Seal) -> str:
    return f"seal {seal.pk} of {seal.at:%Y-%m-%d %H:%M}"
