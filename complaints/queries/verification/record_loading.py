"""Load all rows of a batch of complaints for verification, with one query for each table."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from django.db.models import F, Model

from complaints.models import (
    ChainHead,
    ClockRun,
    Complainant,
    Complaint,
    ContactClaim,
    Custody,
    Event,
    Evidence,
    Exclusion,
    Order,
    Pressure,
    RunningClock,
    Statement,
    WaitingCall,
    Words,
)

DECRYPTION_ERRORS = (InvalidTag, KeyError, ValueError)


@dataclass(frozen=True)
class ComplaintRecord:
    """All rows of one complaint. Events are ordered by number, ledgers by start.

    Each event has `posting_officer_id`: the officer whose posting acted, as the posting's row says.
    """

    complaint: Complaint
    head: ChainHead | None
    events: list[Event]
    words: dict[int, Words]
    custody: list[Custody]
    runs: list[ClockRun]
    running: list[RunningClock]
    files: list[Evidence]
    orders: list[Order]
    claims: list[ContactClaim]
    pressures: list[Pressure]
    exclusions: list[Exclusion]
    waiting_calls: list[WaitingCall]
    statement: Statement | None
    person: Complainant | None


def load_records(complaints: Sequence[Complaint]) -> Iterator[ComplaintRecord]:
    """Yield the records of a batch of complaints, in the same order."""
    ids = [complaint.pk for complaint in complaints]
    heads = ChainHead.objects.in_bulk(ids)
    events_with_officers = Event.objects.annotate(posting_officer_id=F("posting__officer_id"))
    events = _group_by_complaint(events_with_officers.filter(complaint__in=ids).order_by("complaint", "seq"))
    words = Words.objects.filter(event__complaint__in=ids).in_bulk()
    custody = _group_by_complaint(Custody.objects.filter(complaint__in=ids).order_by("complaint", "started_at", "pk"))
    runs = _group_by_complaint(ClockRun.objects.filter(complaint__in=ids).order_by("complaint", "started_at", "pk"))
    running = _group_by_complaint(RunningClock.objects.filter(complaint__in=ids))
    orders = _group_by_complaint(Order.objects.waiting().filter(complaint__in=ids))
    claims = _group_by_complaint(ContactClaim.objects.filter(complaint__in=ids, answered_at=None))
    pressures = _group_by_complaint(Pressure.objects.filter(complaint__in=ids, settled_at=None))
    exclusions = _group_by_complaint(Exclusion.objects.filter(complaint__in=ids))
    calls = _group_by_complaint(WaitingCall.objects.filter(complaint__in=ids))
    files = _group_by_complaint(
        Evidence.objects.filter(complaint__in=ids).only("complaint_id", "sha256", "size", "state")
    )
    statements = _load_decryptable(Statement, ids)
    persons = _load_decryptable(Complainant, [complaint.complainant_id for complaint in complaints])
    for complaint in complaints:
        pk = complaint.pk
        ledgers = custody[pk], runs[pk], running[pk], files[pk]
        tasks = orders[pk], claims[pk], pressures[pk], exclusions[pk], calls[pk]
        statement, person = statements.get(pk), persons.get(complaint.complainant_id)
        yield ComplaintRecord(complaint, heads.get(pk), events[pk], words, *ledgers, *tasks, statement, person)


def _load_decryptable(model: type[Model], ids: Sequence[int]) -> dict[int, Model]:
    """Return rows with encrypted columns by id, without those that cannot be decrypted."""
    try:
        return model.objects.in_bulk(ids)
    except DECRYPTION_ERRORS:
        if len(ids) == 1:
            return {}
        return {pk: row for single_id in ids for pk, row in _load_decryptable(model, [single_id]).items()}


def _group_by_complaint(rows: Iterable) -> dict[int, list]:
    groups = defaultdict(list)
    for row in rows:
        groups[row.complaint_id].append(row)
    return groups
