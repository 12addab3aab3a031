"""Who has opened a complaint's file: written with every opening, in the transaction of the page that shows it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db import DatabaseError, connections, router

from accounts.actors import Actor
from accounts.queries.written import binding_at_the_server
from complaints.models import Complaint, Reading, ReadingKind

ONE_READING = timedelta(minutes=1)
_watched: ContextVar[set[int] | None] = ContextVar("readings_watched", default=None)


class NotWritten(Exception):
    """The reading could not be written down, so nothing may be shown."""


def note(
    complaint: Complaint, *, by: Actor, at: datetime, kind: ReadingKind = ReadingKind.OPENED, why: str = ""
) -> None:
    """This posting reads the file now; `why` where a reason was asked for. One statement.

    Raises NotWritten; the transaction is then of no use.
    """
    where = {"complaint": complaint, "posting_id": by.posting_id, "office_id": by.office_id}
    try:
        with binding_at_the_server(connections[router.db_for_write(Reading)]):  # every file asks the same of it
            Reading.objects.create(**where, at=at, kind=kind, why=why)
    except DatabaseError as error:
        raise NotWritten from error
    _is_noted(complaint)


def note_a_glance(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """The same for one piece of the file: nothing where this posting has read it within a minute. Two statements."""
    lately = Reading.objects.filter(complaint=complaint, office=by.office_id, posting=by.posting_id)
    if lately.filter(at__gt=at - ONE_READING, at__lte=at).exists():
        _is_noted(complaint)
    else:
        note(complaint, by=by, at=at)


def note_glances(complaints: Collection[Complaint], *, by: Actor, at: datetime) -> None:
    """The same for a page that shows a piece of several files. Two statements, however many they are."""
    where = {"posting_id": by.posting_id, "office_id": by.office_id}
    lately = Reading.objects.filter(complaint__in=complaints, at__gt=at - ONE_READING, at__lte=at, **where)
    known = set(lately.values_list("complaint_id", flat=True))
    new = {one.pk: one for one in complaints if one.pk not in known}
    try:
        Reading.objects.bulk_create(Reading(complaint=one, at=at, **where) for one in new.values())
    except DatabaseError as error:
        raise NotWritten from error
    for one in complaints:
        _is_noted(one)


@contextmanager
def watched() -> Iterator[set[int]]:
    """The ids of the complaints that are noted as read while this lasts: for the door that lets nothing out unread."""
    noted: set[int] = set()
    token = _watched.set(noted)
    try:
        yield noted
    finally:
        _watched.reset(token)


def _is_noted(complaint: Complaint) -> None:
    noted = _watched.get()
    if noted is not None:
        noted.add(complaint.pk)
