"""The history's only writers: `append` for one event, `append_many` for a sweep's thousands (COPY)."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import connection

from accounts.actors import Actor
from complaints.models import ActorKind, ChainHead, Event, Words
from complaints.rules import chain
from complaints.rules.parties import Citizen, System
from complaints.rules.statuses import state_of

__all__ = ["Entry", "append", "append_many", "begin", "state_of"]

SALT_BYTES = 16
COPY = """COPY complaints_event
    (complaint_id, seq, at, kind, cycle, actor_kind, posting_id, body, key_id, prev, mac) FROM STDIN"""
FOLLOW = """UPDATE complaints_chainhead AS head SET seq = new.seq, mac = new.mac, at = GREATEST(head.at, new.at)
    FROM unnest(%s::bigint[], %s::int[], %s::bytea[], %s::timestamptz[]) AS new (complaint_id, seq, mac, at)
    WHERE head.complaint_id = new.complaint_id"""


@dataclass(frozen=True)
class Entry:
    """What happened, before it has its place in the chain. `facts` holds no free text and nothing personal."""

    kind: str
    cycle: int
    facts: dict = field(default_factory=dict)
    words: str = ""
    for_citizen: bool = True


def begin(complaint_id: int) -> ChainHead:
    """The head of a chain that has no link yet; saved by the first `append`."""
    return ChainHead(complaint_id=complaint_id, seq=0, mac=chain.START)


def append(head: ChainHead, entry: Entry, *, by: Actor | Citizen | System, at: datetime) -> Event:
    """Add one event to a chain whose head the caller has locked. Words go into a row of their own."""
    salt = os.urandom(SALT_BYTES) if entry.words else b""
    event = _event(head, entry, by=by, at=at, salt=salt)
    event.save(force_insert=True)
    if entry.words:
        Words.objects.create(event=event, salt=salt, text=entry.words, for_citizen=entry.for_citizen)
    is_first = head.seq == 0
    head.seq, head.mac, head.at = event.seq, event.mac, at
    head.save(force_insert=is_first)
    return event


def append_many(heads: dict[int, ChainHead], entries: Iterable[tuple[int, Entry]], *, by: System, at: datetime) -> int:
    """Add events without words, in order, to chains whose heads the caller has locked. Returns how many.

    `heads` by complaint id; a complaint may have several entries. One COPY and one UPDATE, whatever the number.
    """
    events = []
    for complaint_id, entry in entries:
        head = heads[complaint_id]
        event = _event(head, entry, by=by, at=at, salt=b"")
        head.seq, head.mac, head.at = event.seq, event.mac, at
        events.append(event)
    _copy(events)
    _follow([heads[complaint_id] for complaint_id in {event.complaint_id for event in events}])
    return len(events)


def _event(head: ChainHead, entry: Entry, *, by, at: datetime, salt: bytes) -> Event:
    actor_kind, actor = _actor(by)
    seq = head.seq + 1
    body = chain.canonical(
        {
            "v": 1,
            "complaint": head.complaint_id,
            "seq": seq,
            "at": at.isoformat(),
            "kind": entry.kind,
            "cycle": entry.cycle,
            "by": actor,
            "facts": entry.facts,
            "words": chain.digest(salt, entry.words) if entry.words else None,
        }
    )
    prev = bytes(head.mac)
    return Event(
        complaint_id=head.complaint_id,
        seq=seq,
        at=at,
        kind=entry.kind,
        cycle=entry.cycle,
        actor_kind=actor_kind,
        posting_id=actor.get("posting"),
        body=body,
        key_id=settings.CHAIN_KEY_ID,
        prev=prev,
        mac=chain.link(settings.CHAIN_KEY.encode(), prev, body),
    )


def _actor(by: Actor | Citizen | System) -> tuple[ActorKind, dict]:
    match by:
        case Actor():
            return ActorKind.OFFICER, {"kind": "officer", "posting": by.posting_id, "officer": by.officer_id}
        case Citizen():
            return ActorKind.CITIZEN, {"kind": "citizen"}
    return ActorKind.SYSTEM, {"kind": "system"}


def _copy(events: Sequence[Event]) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for e in events:
            copy.write_row(
                (
                    e.complaint_id,
                    e.seq,
                    e.at,
                    e.kind,
                    e.cycle,
                    e.actor_kind,
                    e.posting_id,
                    e.body,
                    e.key_id,
                    e.prev,
                    e.mac,
                )
            )


def _follow(heads: Sequence[ChainHead]) -> None:
    columns = (
        [h.complaint_id for h in heads],
        [h.seq for h in heads],
        [bytes(h.mac) for h in heads],
        [h.at for h in heads],
    )
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW, columns)
