"""The history's only writers: `append` for one event, `append_many` for a sweep's thousands (COPY)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from accounts.actors import Actor
from complaints.models import ActorKind, ChainHead, Event, Words
from complaints.rules.parties import Citizen, System
from complaints.services.clock_notes import state_of
from ledger import chain, signing_keys
from ledger.sql_arrays import array
from ledger.writer import digest_of, instant, new_salt, sign

__all__ = ["Entry", "Head", "Made", "append", "append_many", "begin", "state_of"]

SYSTEM = ActorKind.SYSTEM.value
COPY = """COPY complaints_event
    (complaint_id, seq, at, kind, cycle, actor_kind, posting_id, body, key_id, prev, mac) FROM STDIN"""
FOLLOW = """UPDATE complaints_chainhead AS head
    SET seq = new.seq, mac = decode(new.mac, 'hex'), at = GREATEST(head.at, %s)
    FROM unnest(%s::bigint[], %s::int[], %s::text[]) AS new (complaint_id, seq, mac)
    WHERE head.complaint_id = new.complaint_id"""


@dataclass(frozen=True)
class Entry:
    """What happened, before it has its place in the chain. `facts` holds no free text and nothing personal."""

    kind: str
    cycle: int
    facts: dict = field(default_factory=dict)
    words: str = ""
    for_citizen: bool = True


class Made(NamedTuple):
    """What the system did to one of thousands. `facts` as canonical text: most of it repeats from one to the next."""

    kind: str
    cycle: int
    facts: str


@dataclass(slots=True)
class Head:
    """What a sweep needs of a locked ChainHead: models of thousands would take longer than the rest of its work."""

    complaint_id: int
    seq: int
    mac: bytes
    at: datetime | None


class Link(NamedTuple):
    """An event's columns."""

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
    salt = new_salt(entry.words)
    event = Event.objects.create(**_link(head, entry, by=by, at=at, salt=salt)._asdict())
    if entry.words:
        Words.objects.create(event=event, salt=salt, text=entry.words, for_citizen=entry.for_citizen)
    is_first = head.seq == 0
    head.seq, head.mac, head.at = event.seq, event.mac, at
    if is_first:
        head.save(force_insert=True)
    else:
        head.save(update_fields=["seq", "mac", "at"])
    return event


def append_many(
    heads: dict[int, Head], entries: Iterable[tuple[int, Entry | Made]], *, by: System, at: datetime
) -> int:
    """Add events without words, in order, to chains whose heads the caller has locked. Returns how many.

    `heads` by complaint id; a complaint may have several entries. One COPY and one UPDATE, whatever the number.
    No event is earlier than what came before it.
    """
    (key_id, key), lines, written = signing_keys.sealing(), [], {}
    for complaint_id, entry in entries:
        written[complaint_id] = head = heads[complaint_id]
        head.at = max(at, head.at or at)
        lines.append(_next_line(head, entry, key, key_id))
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.write("".join(lines))
    _follow(written.values(), at=at)
    return len(lines)


def _next_line(head: Head, entry: Entry | Made, key: bytes, key_id: str) -> str:
    """The chain's next event as a line of COPY; the head moves on to it. Of what may stand in it, only a backslash of
    the body has to be escaped: it is JSON in ASCII, and everything else is a number, a name of ours or an instant."""
    head.seq += 1
    seq, at, prev, complaint = head.seq, instant(head.at), bytes(head.mac), head.complaint_id
    facts = entry.facts if isinstance(entry.facts, str) else chain.canonical(entry.facts)
    body = chain.canonical_by_system(
        complaint=complaint, seq=seq, at=at, kind=entry.kind, cycle=entry.cycle, facts=facts
    )
    head.mac = chain.link(key, prev, body)
    if "\\" in body:
        body = body.replace("\\", "\\\\")
    columns = f"{complaint}\t{seq}\t{at}\t{entry.kind}\t{entry.cycle}\t{SYSTEM}\t\\N\t{body}"
    return f"{columns}\t{key_id}\t\\\\x{prev.hex()}\t\\\\x{head.mac.hex()}\n"


def _link(head: ChainHead, entry: Entry, *, by, at: datetime, salt: bytes = b"") -> Link:
    actor_kind, actor = _actor(by)
    seq = head.seq + 1
    signed = sign(
        bytes(head.mac),
        {
            "complaint": head.complaint_id,
            "seq": seq,
            "kind": entry.kind,
            "cycle": entry.cycle,
            "by": actor,
            "facts": entry.facts | _place(by),
            "words": digest_of(entry.words, salt),
        },
        at=at,
    )
    return Link(
        complaint_id=head.complaint_id,
        seq=seq,
        at=at,
        kind=entry.kind,
        cycle=entry.cycle,
        actor_kind=actor_kind,
        posting_id=actor.get("posting"),
        **signed._asdict(),
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


def _follow(heads: Collection[Head], *, at: datetime) -> None:
    columns = (
        at,
        array(h.complaint_id for h in heads),
        array(h.seq for h in heads),
        array(h.mac.hex() for h in heads),
    )
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW, columns)
