"""Records who has read a complaint, in the transaction of the page that shows it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db import DatabaseError

from accounts.actors import Actor
from complaints.models import Complaint, Reading, ReadingKind

SAME_READING_WITHIN = timedelta(minutes=1)
_watched: ContextVar[set[int] | None] = ContextVar("readings_watched", default=None)


class ReadingNotRecorded(Exception):
    """Raised when a reading could not be recorded, so that nothing is shown."""


def record_reading(
    complaint: Complaint, *, by: Actor, at: datetime, kind: ReadingKind = ReadingKind.OPENED, why: str = ""
) -> None:
    """Record that this posting reads the complaint. `why`: the reason, if one was required. One statement.

    Raises ReadingNotRecorded, after which the transaction is unusable.
    """
    columns = {"complaint": complaint, "posting_id": by.posting_id, "office_id": by.office_id}
    try:
        Reading.objects.create(**columns, at=at, kind=kind, why=why)
    except DatabaseError as error:
        raise ReadingNotRecorded from error
    _note_recorded_complaint(complaint)


def record_partial_reading(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """Record that this posting reads a part of the complaint, unless it has read it within the last minute.

    Two statements. Raises ReadingNotRecorded.
    """
    lately = Reading.objects.filter(complaint=complaint, office=by.office_id, posting=by.posting_id)
    if lately.filter(at__gt=at - SAME_READING_WITHIN, at__lte=at).exists():
        _note_recorded_complaint(complaint)
    else:
        record_reading(complaint, by=by, at=at)


def record_partial_readings(
    complaints: Collection[Complaint], *, by: Actor, at: datetime, within: timedelta = SAME_READING_WITHIN
) -> None:
    """Record the readings of a page that shows a part of several complaints. Two statements, however many they are.

    `within`: for how long a reading counts as the same one.
    """
    reader = {"posting_id": by.posting_id, "office_id": by.office_id}
    lately = Reading.objects.filter(complaint__in=complaints, at__gt=at - within, at__lte=at, **reader)
    already_read = set(lately.values_list("complaint_id", flat=True))
    new = {one.pk: one for one in complaints if one.pk not in already_read}
    try:
        Reading.objects.bulk_create(Reading(complaint=one, at=at, **reader) for one in new.values())
    except DatabaseError as error:
        raise ReadingNotRecorded from error
    for one in complaints:
        _note_recorded_complaint(one)


@contextmanager
def collect_recorded_readings() -> Iterator[set[int]]:
    """Collect the ids of the complaints that are recorded as read within the block.

    desk.complaint.audited_views then records the reading itself where a view forgot it.
    """
    recorded: set[int] = set()
    token = _watched.set(recorded)
    try:
        yield recorded
    finally:
        _watched.reset(token)


def _note_recorded_complaint(complaint: Complaint) -> None:
    recorded = _watched.get()
    if recorded is not None:
        recorded.add(complaint.pk)
