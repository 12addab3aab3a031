"""Write the history of complaints: `append` adds one event, `append_many` adds a sweep's thousands with COPY.

Nothing else writes events. The caller holds the lock on the head of each chain.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from accounts.actors import Actor
from complaints.models import ActorKind, ChainHead, Event, Words
from complaints.rules.actors import Citizen, System
from complaints.services.clock_notes import event_state_of
from ledger import chain, signing_keys
from ledger.row_signing import digest_of_text, format_instant, new_salt, sign_row
from ledger.sql_arrays import array_literal

__all__ = ["EventEntry", "SweepEntry", "SweepHead", "append", "append_many", "event_state_of", "new_chain_head"]

SYSTEM_ACTOR = ActorKind.SYSTEM.value
COPY_SQL = """COPY complaints_event
    (complaint_id, seq, at, kind, cycle, actor_kind, posting_id, body, key_id, prev, mac) FROM STDIN"""
UPDATE_HEADS_SQL = """UPDATE complaints_chainhead AS head
    SET seq = new.seq, mac = decode(new.mac, 'hex'), at = GREATEST(head.at, %s)
    FROM unnest(%s::bigint[], %s::int[], %s::text[]) AS new (complaint_id, seq, mac)
    WHERE head.complaint_id = new.complaint_id"""


@dataclass(frozen=True)
class EventEntry:
    """An event that has not been added to a chain yet. `facts` never contains free text or personal data.

    `parts`: further texts of a structured report, by name. An event without words has none.
    """

    kind: str
    cycle: int
    facts: dict = field(default_factory=dict)
    words: str = ""
    for_citizen: bool = True
    parts: dict[str, str] = field(default_factory=dict)


class SweepEntry(NamedTuple):
    """An event of a sweep. `facts` is canonical JSON, because most of it is the same for thousands of events."""

    kind: str
    cycle: int
    facts: str


@dataclass(slots=True)
class SweepHead:
    """The columns of a locked ChainHead that a sweep needs.

    Building thousands of model instances would take longer than the rest of the sweep.
    """

    complaint_id: int
    seq: int
    mac: bytes
    at: datetime | None


class EventColumns(NamedTuple):
    """The columns of an event, with its place in the chain and its keyed hash."""

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


def new_chain_head(complaint_id: int) -> ChainHead:
    """Return the head of a new, empty chain. The first `append` saves it."""
    return ChainHead(complaint_id=complaint_id, seq=0, mac=chain.CHAIN_START)


def append(head: ChainHead, entry: EventEntry, *, by: Actor | Citizen | System, at: datetime) -> Event:
    """Add one event to a chain and return it. The caller has locked the head.

    The words are stored in a row of their own, so that they can be erased; the event keeps their digest.
    """
    salt = new_salt(entry.words)
    event = Event.objects.create(**_signed_columns(head, entry, by=by, at=at, salt=salt)._asdict())
    if entry.words:
        Words.objects.create(event=event, salt=salt, text=entry.words, parts=entry.parts, for_citizen=entry.for_citizen)
    is_first = head.seq == 0
    head.seq, head.mac, head.at = event.seq, event.mac, at
    if is_first:
        head.save(force_insert=True)
    else:
        head.save(update_fields=["seq", "mac", "at"])
    return event


def append_many(
    heads: dict[int, SweepHead], entries: Iterable[tuple[int, EventEntry | SweepEntry]], *, by: System, at: datetime
) -> int:
    """Add events without words to many chains, in order; return their number. The caller has locked the heads.

    `heads`: by complaint id; a complaint may have several entries. Takes one COPY and one UPDATE for any number of
    events. An event is never earlier than the one before it in its chain.
    """
    (key_id, key), lines, changed_heads = signing_keys.current_signing_key(), [], {}
    for complaint_id, entry in entries:
        changed_heads[complaint_id] = head = heads[complaint_id]
        head.at = max(at, head.at or at)
        lines.append(_next_copy_line(head, entry, key, key_id))
    with connection.cursor() as cursor, cursor.copy(COPY_SQL) as copy:
        copy.write("".join(lines))
    _update_heads(changed_heads.values(), at=at)
    return len(lines)


def _next_copy_line(head: SweepHead, entry: EventEntry | SweepEntry, key: bytes, key_id: str) -> str:
    """Return the next event of a chain as a line for COPY, and advance the head to it.

    Only backslashes in the body need escaping: the body is ASCII JSON, and the other columns are numbers, names from
    the code and timestamps.
    """
    head.seq += 1
    seq, at, prev, complaint = head.seq, format_instant(head.at), bytes(head.mac), head.complaint_id
    facts = entry.facts if isinstance(entry.facts, str) else chain.canonical_json(entry.facts)
    body = chain.canonical_system_event_body(
        complaint=complaint, seq=seq, at=at, kind=entry.kind, cycle=entry.cycle, facts=facts
    )
    head.mac = chain.compute_link(key, prev, body)
    if "\\" in body:
        body = body.replace("\\", "\\\\")
    columns = f"{complaint}\t{seq}\t{at}\t{entry.kind}\t{entry.cycle}\t{SYSTEM_ACTOR}\t\\N\t{body}"
    return f"{columns}\t{key_id}\t\\\\x{prev.hex()}\t\\\\x{head.mac.hex()}\n"


def _signed_columns(head: ChainHead, entry: EventEntry, *, by, at: datetime, salt: bytes = b"") -> EventColumns:
    """Sign an event as the next one of a chain and return its columns.

    If the officer acts for a head, the event has the head's posting in addition to the officer's own.
    """
    actor_kind, actor = _describe_actor(by)
    is_acting_head = isinstance(by, Actor) and by.head_on_leave
    seq = head.seq + 1
    signed = sign_row(
        bytes(head.mac),
        {
            "complaint": head.complaint_id,
            "seq": seq,
            "kind": entry.kind,
            "cycle": entry.cycle,
            "by": actor,
            "facts": entry.facts | ({"in_the_place_of": by.head_on_leave.posting_id} if is_acting_head else {}),
            "words": digest_of_text(chain.text_with_parts(entry.words, entry.parts), salt),
        },
        at=at,
    )
    return EventColumns(
        complaint_id=head.complaint_id,
        seq=seq,
        at=at,
        kind=entry.kind,
        cycle=entry.cycle,
        actor_kind=actor_kind,
        posting_id=actor.get("posting"),
        **signed._asdict(),
    )


def _describe_actor(by: Actor | Citizen | System) -> tuple[ActorKind, dict]:
    """Return the kind of the actor, and how the signed body names them."""
    match by:
        case Actor():
            return ActorKind.OFFICER, {"kind": "officer", "posting": by.posting_id, "officer": by.officer_id}
        case Citizen():
            return ActorKind.CITIZEN, {"kind": "citizen"}
    return ActorKind.SYSTEM, {"kind": "system"}


def _update_heads(heads: Collection[SweepHead], *, at: datetime) -> None:
    columns = (
        at,
        array_literal(head.complaint_id for head in heads),
        array_literal(head.seq for head in heads),
        array_literal(head.mac.hex() for head in heads),
    )
    with connection.cursor() as cursor:
        cursor.execute(UPDATE_HEADS_SQL, columns)
