"""The rows of an audit export: staff actions, access log and event log of a period, as the auditor may see them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from accounts.actors import Actor
from accounts.models import StaffAct
from accounts.queries.historical_names import set_historical_postings
from complaints.models import Complaint, Event
from desk.audit.access_log_rows import reading_csv_cells
from desk.queries import access_log
from desk.queries.access_log import CHUNK, AccessLogFilters
from documents.formula_escaping import escape_formula
from web.calendar_days import start_of_day

STAFF_HEADS = ("at", "kind", "officer", "by", "details")
ACCESS_HEADS = ("at", "officer", "email", "post", "office", "etag", "how", "reason")
EVENT_HEADS = ("at", "etag", "number", "kind", "cycle", "actor", "officer", "email", "office", "hash")
"""Headings are in English in both languages, because programs read them."""


def iterate_staff_acts(first: date, last: date) -> Iterator[list[str]]:
    """Yield the acts of administrators and commands in a period."""
    acts = _of_period(StaffAct.objects.select_related("officer", "by"), first, last).order_by("at", "pk")
    for act in acts.iterator(chunk_size=CHUNK):
        people = [person.email if person else "" for person in (act.officer, act.by)]
        yield _cells(act.at, act.kind, *people, act.words)


def iterate_readings(first: date, last: date, actor: Actor) -> Iterator[list[str]]:
    """Yield who read which complaint in a period, without complaints that are hidden from the auditor."""
    for reading in access_log.iterate_readings(AccessLogFilters(first=first, last=last), actor):
        yield reading_csv_cells(reading)


def iterate_events(first: date, last: date, actor: Actor) -> Iterator[list[str]]:
    """Yield the events of complaints in a period, without complaints that are hidden from the auditor. No text."""
    visible = Exists(Complaint.objects.visible_to(actor).filter(pk=OuterRef("complaint_id")))
    events = _of_period(Event.objects.filter(visible), first, last).select_related("complaint")
    after = 0
    while chunk := list(events.filter(pk__gt=after).order_by("pk")[:CHUNK]):
        after = chunk[-1].pk
        officers = {event.pk: event for event in set_historical_postings([one for one in chunk if one.posting_id])}
        for event in chunk:
            posting = officers[event.pk].posting if event.pk in officers else None
            officer = [posting.officer.title, posting.officer.email, posting.office.name] if posting else [""] * 3
            yield _cells(
                *(event.at, event.complaint.etag, event.seq, event.kind, event.cycle, event.actor_kind),
                *(*officer, bytes(event.mac).hex()),
            )


def _of_period(rows: QuerySet, first: date, last: date) -> QuerySet:
    return rows.filter(at__gte=start_of_day(first), at__lt=start_of_day(last + timedelta(days=1)))


def _cells(*values) -> list[str]:
    return [value.isoformat() if isinstance(value, datetime) else escape_formula(str(value)) for value in values]
