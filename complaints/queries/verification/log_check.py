"""Verify the whole log quickly: every link, text, chain head and seal, but not the ledgers and rows.

The work is divided into parts, so that several processes can share it. A part is a range or a list of complaints, or a
range of seals. All processes read one snapshot of the database.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import NamedTuple

from django.db import connection
from django.db.models import Max
from psycopg import Cursor

from complaints.models import ChainHead, Complaint, Event, Seal
from complaints.queries.verification import chain_check, seal_check
from complaints.queries.verification.findings import Finding
from complaints.queries.verification.seal_check import CheckedSeal
from complaints.rules.etag import format_etag
from ledger import chain

EVENTS = """
    SELECT event.complaint_id, event.id, seq, at, kind, cycle, actor_kind, posting_id, body, key_id, prev, mac,
           posting.officer_id, words.event_id IS NOT NULL, words.salt, words.text, words.parts::text,
           words.anonymised_at
    FROM complaints_event AS event LEFT JOIN complaints_words AS words ON words.event_id = event.id
    LEFT JOIN accounts_posting AS posting ON posting.id = event.posting_id
    WHERE event.complaint_id = ANY(%s) ORDER BY event.complaint_id, seq
"""
IDS = """
    SELECT id FROM complaints_complaint WHERE id BETWEEN %(first)s AND %(last)s
    UNION SELECT complaint_id FROM complaints_chainhead WHERE complaint_id BETWEEN %(first)s AND %(last)s
    UNION SELECT complaint_id FROM complaints_event WHERE complaint_id BETWEEN %(first)s AND %(last)s
"""
# `OFFSET 0` makes the planner use the index on seals instead of reading all events from the first one.
LOWEST = "SELECT min(event_id) FROM (SELECT event_id FROM complaints_sealedevent WHERE seal_id >= %s OFFSET 0) AS held"
TOUCHED = "SELECT DISTINCT complaint_id FROM complaints_event WHERE id > %s ORDER BY complaint_id"
PART = 2_000  # complaints
AT_ONCE = 200  # complaints whose events are in memory
SEALED = 20_000  # events


class LogLine(NamedTuple):
    """An event for verification. The fields have the names of the model's columns.

    `posting_officer_id`: the officer whose posting acted, as the posting's row says.
    """

    complaint_id: int
    pk: int
    seq: int
    at: datetime
    kind: str
    cycle: int
    actor_kind: str
    posting_id: int | None
    body: str
    key_id: str
    prev: bytes
    mac: bytes
    posting_officer_id: int | None


class EventText(NamedTuple):
    """The text of an event, and the parts of a report as JSON."""

    salt: bytes
    text: str
    parts: str
    anonymised_at: datetime | None

    @property
    def digested_text(self) -> str:
        return self.text if self.parts == "{}" else chain.text_with_parts(self.text, json.loads(self.parts))


class LoggedChain(NamedTuple):
    """One complaint's history, and the head of its chain."""

    events: list[LogLine]
    words: dict[int, EventText]
    head: ChainHead | None


class LogPart(NamedTuple):
    """A part of the work.

    One field is set: complaint ids, a range of complaint ids (`span`), or of seals (`sealed`).
    """

    complaints: tuple[int, ...] = ()
    span: tuple[int, int] | None = None
    sealed: tuple[int, int] | None = None


class PartResult(NamedTuple):
    """The result of a part: the number of events that were read, the findings, and the checked seals."""

    events: int
    findings: list[Finding]
    sealed: list[CheckedSeal]


def first_seal_since(at: datetime) -> int:
    """Return the id of the first seal at or after a moment. Without one, return an id after the last seal."""
    first = Seal.objects.filter(at__gte=at).order_by("pk").values_list("pk", flat=True).first()
    return first or (Seal.objects.aggregate(top=Max("pk"))["top"] or 0) + 1


def divide_log(first_seal: int = 0) -> list[LogPart]:
    """Divide the work into parts.

    With `first_seal`, only the seals from it on are checked, and the chains with an event in these seals or in none
    yet.
    """
    seal_parts = [LogPart(sealed=id_range) for id_range in seal_check.divide_seals(first_seal, SEALED)]
    if not first_seal:
        return [*_complaint_log_parts(), *seal_parts]
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, [_last_event_id_before_seal(first_seal)])
        touched = [pk for (pk,) in cursor.fetchall()]
    return [*(LogPart(complaints=ids) for ids in batched(touched, PART)), *seal_parts]


def _complaint_log_parts() -> Iterator[LogPart]:
    last_ids = (
        Complaint.objects.unscoped("verification reads every complaint").aggregate(top=Max("pk"))["top"],
        ChainHead.objects.aggregate(top=Max("pk"))["top"],
        Event.objects.aggregate(top=Max("complaint"))["top"],
    )
    for first in range(1, max(last_id or 0 for last_id in last_ids) + 1, PART):
        yield LogPart(span=(first, first + PART - 1))


def _last_event_id_before_seal(seal: int) -> int:
    """Return an event id up to which all events are in seals before this one."""
    last = Seal.objects.order_by("pk").last()
    unsealed = Event.objects.filter(sealed=None, pk__gt=seal_check.last_id_surely_sealed(last)).order_by("pk").first()
    with connection.cursor() as cursor:
        cursor.execute(LOWEST, [seal])
        lowest = [event_id for (event_id,) in cursor.fetchall() if event_id] + ([unsealed.pk] if unsealed else [])
    return min(lowest) - 1 if lowest else Event.objects.aggregate(top=Max("pk"))["top"] or 0


def verify_log_part(part: LogPart) -> PartResult:
    """Verify one part."""
    if part.sealed:
        return PartResult(0, [], seal_check.check_seal_range(*part.sealed))
    ids = part.complaints or _complaint_ids(*part.span)
    events, findings = 0, []
    for batch in batched(ids, AT_ONCE):
        events_read, batch_findings = _verify_chains(batch)
        events += events_read
        findings += batch_findings
    return PartResult(events, findings, [])


def _complaint_ids(first: int, last: int) -> list[int]:
    """Return the ids in a range of all complaints, and of deleted complaints that left a chain head or events."""
    with connection.cursor() as cursor:
        cursor.execute(IDS, {"first": first, "last": last})
        return sorted(pk for (pk,) in cursor.fetchall())


def _verify_chains(ids: Sequence[int]) -> tuple[int, list[Finding]]:
    etags = dict(
        Complaint.objects.unscoped("verification reads every complaint").filter(pk__in=ids).values_list("pk", "etag")
    )
    heads = ChainHead.objects.in_bulk(ids)
    events_read, histories = _load_histories(ids)
    findings = []
    for pk in ids:
        where = format_etag(etags[pk]) if pk in etags else f"#{pk}"
        if pk not in etags:
            findings.append(Finding(where, "it has a history, and the complaint is gone"))
        lines, words = histories[pk]
        findings += [
            Finding(where, what) for what in chain_check.check_history_chain(LoggedChain(lines, words, heads.get(pk)))
        ]
    return events_read, findings


def _load_histories(ids: Sequence[int]) -> tuple[int, dict[int, tuple[list[LogLine], dict[int, EventText]]]]:
    """Return the number of events, and events and texts by complaint. The binary format makes this twice as fast."""
    histories, events_read = defaultdict(lambda: ([], {})), 0
    connection.ensure_connection()
    with Cursor(connection.connection) as cursor:  # Django's own cursor receives all values as text
        cursor.execute(EVENTS, [list(ids)], binary=True)
        for row in cursor:
            line = LogLine._make(row[:13])
            lines, words = histories[line.complaint_id]
            lines.append(line)
            if row[13]:
                words[line.pk] = EventText(*row[14:])
            events_read += 1
    return events_read, histories
