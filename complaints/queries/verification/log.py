"""The whole log, quickly: every link, word, head and seal, without ledgers and rows; by several processes if wanted.

What one process looks at is a part: a range of complaints (or a list of them), or a range of seals. All read one
snapshot of the database.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import NamedTuple

from django.db import connection
from django.db.models import Max
from psycopg import Cursor

from complaints.models import ChainHead, Complaint, Event, Seal
from complaints.queries.verification import chains, seals
from complaints.queries.verification.findings import Finding
from complaints.queries.verification.seals import Sealed
from complaints.rules.etag import spaced

EVENTS = """
    SELECT event.complaint_id, event.id, seq, at, kind, cycle, actor_kind, posting_id, body, key_id, prev, mac,
           words.event_id IS NOT NULL, words.salt, words.text, words.anonymised_at
    FROM complaints_event AS event LEFT JOIN complaints_words AS words ON words.event_id = event.id
    WHERE event.complaint_id = ANY(%s) ORDER BY event.complaint_id, seq
"""
IDS = """
    SELECT id FROM complaints_complaint WHERE id BETWEEN %(first)s AND %(last)s
    UNION SELECT complaint_id FROM complaints_chainhead WHERE complaint_id BETWEEN %(first)s AND %(last)s
    UNION SELECT complaint_id FROM complaints_event WHERE complaint_id BETWEEN %(first)s AND %(last)s
"""
# `OFFSET 0`: through the seals' index, not through all events from the first on.
LOWEST = "SELECT min(event_id) FROM (SELECT event_id FROM complaints_sealedevent WHERE seal_id >= %s OFFSET 0) AS held"
TOUCHED = "SELECT DISTINCT complaint_id FROM complaints_event WHERE id > %s ORDER BY complaint_id"
PART = 2_000  # complaints
AT_ONCE = 200  # complaints whose events are in memory
SEALED = 20_000  # events


class LogLine(NamedTuple):
    """An event as it is looked at; it has the names of the model's columns."""

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


class StatedEvent(NamedTuple):
    """The words of an event."""

    salt: bytes
    text: str
    anonymised_at: datetime | None


class Chain(NamedTuple):
    """One complaint's history and the head of its chain."""

    events: list[LogLine]
    words: dict[int, StatedEvent]
    head: ChainHead | None


class LogPart(NamedTuple):
    """What one process looks at in one go: complaints by their ids, or from the first to the last, or seals."""

    complaints: tuple[int, ...] = ()
    span: tuple[int, int] | None = None
    sealed: tuple[int, int] | None = None


class Looked(NamedTuple):
    """What came of a part: how many events were read there, what was found, and the seals with their roots."""

    events: int
    findings: list[Finding]
    sealed: list[Sealed]


def since(at: datetime) -> int:
    """The first seal at or after a moment; one beyond the last where there is none."""
    first = Seal.objects.filter(at__gte=at).order_by("pk").values_list("pk", flat=True).first()
    return first or (Seal.objects.aggregate(top=Max("pk"))["top"] or 0) + 1


def parts(first_seal: int = 0) -> list[LogPart]:
    """What to look at: all, or the chains that have an event in the seals from `first_seal` on, or in none yet."""
    found = [LogPart(sealed=one) for one in seals.ranges(first_seal, SEALED)]
    if not first_seal:
        return [*_spans(), *found]
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, [_before(first_seal)])
        touched = [pk for (pk,) in cursor.fetchall()]
    return [*(LogPart(complaints=some) for some in batched(touched, PART)), *found]


def _spans() -> Iterator[LogPart]:
    tops = (
        Complaint.objects.unscoped("verification reads every complaint").aggregate(top=Max("pk"))["top"],
        ChainHead.objects.aggregate(top=Max("pk"))["top"],
        Event.objects.aggregate(top=Max("complaint"))["top"],
    )
    for first in range(1, max(top or 0 for top in tops) + 1, PART):
        yield LogPart(span=(first, first + PART - 1))


def _before(seal: int) -> int:
    """An event's id up to which all are in seals before that one."""
    last = Seal.objects.order_by("pk").last()
    unsealed = Event.objects.filter(sealed=None, pk__gt=seals.all_sealed_up_to(last)).order_by("pk").first()
    with connection.cursor() as cursor:
        cursor.execute(LOWEST, [seal])
        lowest = [held for (held,) in cursor.fetchall() if held] + ([unsealed.pk] if unsealed else [])
    return min(lowest) - 1 if lowest else Event.objects.aggregate(top=Max("pk"))["top"] or 0


def look(part: LogPart) -> Looked:
    """Look at one part."""
    if part.sealed:
        found = seals.check_range(*part.sealed)
        return Looked(0, [], found)
    ids = part.complaints or _ids(*part.span)
    events, findings = 0, []
    for some in batched(ids, AT_ONCE):
        read, wrong = _chains(some)
        events += read
        findings += wrong
    return Looked(events, findings, [])


def _ids(first: int, last: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(IDS, {"first": first, "last": last})
        return sorted(pk for (pk,) in cursor.fetchall())


def _chains(ids: Sequence[int]) -> tuple[int, list[Finding]]:
    etags = dict(
        Complaint.objects.unscoped("verification reads every complaint").filter(pk__in=ids).values_list("pk", "etag")
    )
    heads = ChainHead.objects.in_bulk(ids)
    read, histories = _histories(ids)
    findings = []
    for pk in ids:
        where = spaced(etags[pk]) if pk in etags else f"#{pk}"
        if pk not in etags:
            findings.append(Finding(where, "it has a history, and the complaint is gone"))
        lines, words = histories[pk]
        findings += [Finding(where, what) for what in chains.check(Chain(lines, words, heads.get(pk)))]
    return read, findings


def _histories(ids: Sequence[int]) -> tuple[int, dict[int, tuple[list[LogLine], dict[int, StatedEvent]]]]:
    """Events and words by complaint, and how many events. Read in PostgreSQL's own binary form: twice as fast."""
    found, read = defaultdict(lambda: ([], {})), 0
    connection.ensure_connection()
    with Cursor(connection.connection) as cursor:  # Django's own has everything sent as text
        cursor.execute(EVENTS, [list(ids)], binary=True)
        for row in cursor:
            line = LogLine._make(row[:12])
            lines, words = found[line.complaint_id]
            lines.append(line)
            if row[12]:
                words[line.pk] = StatedEvent(*row[13:])
            read += 1
    return read, found
