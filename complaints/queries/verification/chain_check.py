"""Verify the history of one complaint: each link of the chain, each event's columns, and each event's text."""

import hmac
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from complaints.models import ChainHead, Event, Words
from ledger import chain, signing_keys


class ChainRecord(Protocol):
    """The chain to verify: one complaint's events in order, their texts by event id, and the chain's head."""

    events: Sequence[Event]
    words: Mapping[int, Words]
    head: ChainHead | None


def check_history_chain(record: ChainRecord, columns: Callable | None = None) -> Iterator[str]:
    """Yield the errors of a chain: broken links, missing events, a wrong head, and edited columns or texts.

    `columns(event, body)` yields (name, value in the body, value in the row). By default the columns of a complaint's
    event are compared.
    """
    ring = signing_keys.all_signing_keys()
    yield from _check_key_order(record.events, list(ring))
    expected, prev = 1, chain.CHAIN_START
    for event in record.events:
        if event.seq != expected:
            yield f"event {expected} is missing"
        elif bytes(event.prev) != prev:
            yield f"event {event.seq} does not continue the one before it"
        yield from _check_event(event, record.words.get(event.pk), ring, columns or _stated_and_stored_columns)
        expected, prev = event.seq + 1, bytes(event.mac)
    yield from _check_head(record)


def parse_event_body(event: Event) -> dict:
    """Return the parsed body of an event, or an empty dictionary if it is not readable."""
    try:
        body = json.loads(event.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _check_key_order(events: Sequence[Event], ids: list[str]) -> Iterator[str]:
    """Yield events under a retired key: after a newer key, an older one must not appear again."""
    if all(event.key_id == ids[0] for event in events):
        return
    newest = len(ids)
    for event in events:
        age = ids.index(event.key_id) if event.key_id in ids else newest
        if age > newest:
            yield f"event {event.seq} goes back to the key {event.key_id}, which was no longer in use"
        newest = min(newest, age)


def _check_event(event: Event, words: Words | None, ring: Mapping[str, bytes], columns: Callable) -> Iterator[str]:
    key = ring.get(event.key_id)
    if key is None:
        yield f"event {event.seq} is under the unknown key {event.key_id}"
    elif not hmac.compare_digest(bytes(event.mac), chain.compute_link(key, bytes(event.prev), event.body)):
        yield f"event {event.seq} was changed: its text does not bear its mark"
    body = parse_event_body(event)
    for column, stated_value, value in columns(event, body):
        if stated_value != value:
            yield f"event {event.seq}: its {column} is {value}, its text says {stated_value}"
    yield from _check_words(event, body.get("words"), words)


def _stated_and_stored_columns(event: Event, body: dict) -> Iterator[tuple]:
    by = body.get("by", {})
    yield "complaint", body.get("complaint"), event.complaint_id
    yield "number", body.get("seq"), event.seq
    yield "time", parse_body_time(body.get("at")), event.at
    yield "kind", body.get("kind"), event.kind
    yield "cycle", body.get("cycle"), event.cycle
    yield "actor", (by.get("kind"), by.get("posting")), (event.actor_kind, event.posting_id)
    yield "officer", by.get("officer"), event.posting_officer_id


def parse_body_time(text: str | None) -> datetime | None:
    """Return a time of an event's body, or None if it is not readable."""
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def _check_words(event: Event, digest: str | None, words: Words | None) -> Iterator[str]:
    """Compare an event's text with the digest in its body. Anonymised texts were destroyed on purpose."""
    if words is None:
        if digest:
            yield f"event {event.seq}: its words are gone"
    elif words.anonymised_at is None and chain.text_digest(bytes(words.salt), words.digested_text) != digest:
        yield f"event {event.seq}: its words were changed"


def _check_head(record: ChainRecord) -> Iterator[str]:
    if not record.events or record.head is None:
        yield "it has no history" if not record.events else "its chain has no head"
        return
    last = record.events[-1]
    if (record.head.seq, bytes(record.head.mac)) != (last.seq, bytes(last.mac)):
        yield f"its chain ends at event {last.seq}, its head says {record.head.seq}"
