"""The history of one complaint: every link, what each event says of itself, and the words beside it."""

import hmac
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from complaints.models import ChainHead, Event, Words
from ledger import chain, signing_keys


class Chain(Protocol):
    """What is looked at: one complaint's events by their number, their words by their ids, and the head."""

    events: Sequence[Event]
    words: Mapping[int, Words]
    head: ChainHead | None


def check(record: Chain, columns: Callable | None = None) -> Iterator[str]:
    """What is wrong with the chain: links, events that are gone, heads, and what was edited.

    `columns`: what an event's row says and what its body says, by name; a complaint's event if nothing is given.
    """
    ring = signing_keys.ring()
    yield from _order_of_keys(record.events, list(ring))
    expected, prev = 1, chain.START
    for event in record.events:
        if event.seq != expected:
            yield f"event {expected} is missing"
        elif bytes(event.prev) != prev:
            yield f"event {event.seq} does not continue the one before it"
        yield from _event(event, record.words.get(event.pk), ring, columns or _columns)
        expected, prev = event.seq + 1, bytes(event.mac)
    yield from _head(record)


def stated(event: Event) -> dict:
    """What an event's body says; nothing where it is no longer readable."""
    try:
        body = json.loads(event.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _order_of_keys(events: Sequence[Event], ids: list[str]) -> Iterator[str]:
    """A key that was taken out of use seals nothing any more: after a newer one it does not come again."""
    if all(event.key_id == ids[0] for event in events):
        return
    newest = len(ids)
    for event in events:
        age = ids.index(event.key_id) if event.key_id in ids else newest
        if age > newest:
            yield f"event {event.seq} goes back to the key {event.key_id}, which was no longer in use"
        newest = min(newest, age)


def _event(event: Event, words: Words | None, ring: Mapping[str, bytes], columns: Callable) -> Iterator[str]:
    key = ring.get(event.key_id)
    if key is None:
        yield f"event {event.seq} is under the unknown key {event.key_id}"
    elif not hmac.compare_digest(bytes(event.mac), chain.link(key, bytes(event.prev), event.body)):
        yield f"event {event.seq} was changed: its text does not bear its mark"
    body = stated(event)
    for column, wanted, found in columns(event, body):
        if wanted != found:
            yield f"event {event.seq}: its {column} is {found}, its text says {wanted}"
    yield from _words(event, body.get("words"), words)


def _columns(event: Event, body: dict) -> Iterator[tuple]:
    by = body.get("by", {})
    yield "complaint", body.get("complaint"), event.complaint_id
    yield "number", body.get("seq"), event.seq
    yield "time", instant(body.get("at")), event.at
    yield "kind", body.get("kind"), event.kind
    yield "cycle", body.get("cycle"), event.cycle
    yield "actor", (by.get("kind"), by.get("posting")), (event.actor_kind, event.posting_id)


def instant(text: str | None) -> datetime | None:
    """What a body says of a time; nothing where it is no longer readable."""
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def _words(event: Event, digest: str | None, words: Words | None) -> Iterator[str]:
    """Anonymised words are gone on purpose; all others must be those of the digest."""
    if words is None:
        if digest:
            yield f"event {event.seq}: its words are gone"
    elif words.anonymised_at is None and chain.digest(bytes(words.salt), words.text) != digest:
        yield f"event {event.seq}: its words were changed"


def _head(record: Chain) -> Iterator[str]:
    if not record.events or record.head is None:
        yield "it has no history" if not record.events else "its chain has no head"
        return
    last = record.events[-1]
    if (record.head.seq, bytes(record.head.mac)) != (last.seq, bytes(last.mac)):
        yield f"its chain ends at event {last.seq}, its head says {record.head.seq}"
