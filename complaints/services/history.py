"""The history's only writers: `append` for one event, `append_many` for a sweep's thousands (COPY)."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from accounts.actors import Actor
from complaints.models import ActorKind, ChainHead, Event, Words
from complaints.rules import chain
from complaints.rules.parties import Citizen, System
from complaints.rules.statuses import state_of
from complaints.services.arrays import array
from complaints.services.rows import insert, update

__all__ = ["Entry", "Head", "append", "append_many", "begin", "state_of"]

SALT_BYTES = 16
COPY = """COPY complaints_event
    (complaint_id, seq, at, kind, cycle, actor_kind, posting_id, body, key_id, prev, mac) FROM STDIN"""
FOLLOW = """UPDATE complaints_chainhead AS head SET seq = new.seq, mac = decode(new.mac, 'hex'), at = new.at
    FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::timestamptz[]) AS new (complaint_id, seq, mac, at)
    WHERE head.complaint_id = new.complaint_id"""


@dataclass(frozen=True)
class Entry:
    """What happened, before it has its place in the chain. `facts` holds no free text and nothing personal."""

    kind: str
    cycle: int
    facts: dict = field(default_factory=dict)
    words: str = ""
    for_citizen: bool = True


@dataclass(slots=True)
class Head:
    """What a sweep needs of a locked ChainHead: models of thousands would take longer than the rest of its work."""

    complaint_id: int
    seq: int
    mac: bytes
    at: datetime | None


class Link(NamedTuple):
    """An event's columns, in the order of COPY."""

    complaint_id: int
    seq: int
    at: datetime
    kind: str
    cycle: int
    actor_kind: ActorKind
    posting_id: int | None
    body: str
    key_id: str
    prev: bytes
    mac: bytes


def begin(complaint_id: int) -> ChainHead:
    """The head of a chain that has no link yet; saved by the first `append`."""
    return ChainHead(complaint_id=complaint_id, seq=0, mac=chain.START)


def append(head: ChainHead, entry: Entry, *, by: Actor | Citizen | System, at: datetime) -> Event:
    """Add one event to a chain whose head the caller has locked. Words go into a row of their own."""
    salt = os.urandom(SALT_BYTES) if entry.words else b""
    event = Event(**_link(head, entry, by=by, at=at, salt=salt)._asdict())
    insert(event)
    if entry.words:
        insert(Words(event=event, salt=salt, text=entry.words, for_citizen=entry.for_citizen))
    is_first = head.seq == 0
    head.seq, head.mac, head.at = event.seq, event.mac, at
    if is_first:
        insert(head)
    else:
        update(head, "seq", "mac", "at")
    return event


def append_many(heads: dict[int, Head], entries: Iterable[tuple[int, Entry]], *, by: System, at: datetime) -> int:
    """Add events without words, in order, to chains whose heads the caller has locked. Returns how many.

    `heads` by complaint id; a complaint may have several entries. One COPY and one UPDATE, whatever the number.
    No event is earlier than what came before it.
    """
    links = []
    for complaint_id, entry in entries:
        head = heads[complaint_id]
        link = _link(head, entry, by=by, at=max(at, head.at or at))
        head.seq, head.mac, head.at = link.seq, link.mac, link.at
        links.append(link)
    _copy(links)
    _follow([heads[complaint_id] for complaint_id in {link.complaint_id for link in links}])
    return len(links)


def _link(head: ChainHead | Head, entry: Entry, *, by, at: datetime, salt: bytes = b"") -> Link:
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
            "facts": entry.facts | _place(by),
            "words": chain.digest(salt, entry.words) if entry.words else None,
        }
    )
    prev = bytes(head.mac)
    return Link(
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


def _place(by: Actor | Citizen | System) -> dict:
    """The head's posting, of what is done in a head's place: whoever did it stands beside it by their own."""
    return {"in_the_place_of": by.seat.posting_id} if isinstance(by, Actor) and by.seat else {}


def _copy(links: Iterable[Link]) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for link in links:
            copy.write_row(link)


def _follow(heads: Sequence[Head]) -> None:
    columns = (
        array(h.complaint_id for h in heads),
        array(h.seq for h in heads),
        array(h.mac.hex() for h in heads),
        array(h.at for h in heads),
    )
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW, columns)
