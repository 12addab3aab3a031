"""What has been kept long enough, what keeps the rest, and how much of it there is."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.module_loading import import_string

from complaints.models import Complaint, Event, Pressure, RetentionPeriod, RunningClock
from complaints.models.complaint import ComplaintQuerySet
from complaints.rules.linking import JOINS, other_of
from complaints.rules.retention import MOST_TOGETHER, ended_by
from complaints.rules.statuses import FINAL

ENDED = sorted(str(status) for status in FINAL)


class Counted(NamedTuple):
    """So many complaints of a category and a district (none: of a wider office) whose time is over."""

    category: str
    district: str
    number: int
    held_too: int


def months_by_category() -> dict[int, int]:
    """For how many months each category is kept, as two administrators settled it; none of it: for good."""
    return dict(RetentionPeriod.objects.in_force().values_list("category", "months"))


def over(*, at: datetime, months: dict[int, int]) -> ComplaintQuerySet:
    """Ended ones whose time is over by themselves: nothing of theirs waits or is reported, and nobody holds them."""
    return _past(at=at, months=months).filter(held_at=None)


def _past(*, at: datetime, months: dict[int, int]) -> ComplaintQuerySet:
    times = Q(pk=None)
    for category, number in months.items():
        times |= Q(category=category, closed_at__lte=ended_by(at, number))
    waits = Exists(RunningClock.objects.filter(complaint=OuterRef("pk")))
    pressed = Exists(Pressure.objects.filter(complaint=OuterRef("pk"), settled_at=None))
    found = Complaint.objects.unscoped("a job destroys what is kept no longer").filter(
        times, status__in=ENDED, closed_at__isnull=False, anonymised_at=None
    )
    return found.filter(~waits, ~pressed)


def due(*, at: datetime, months: dict[int, int], most: int, after: int = 0) -> list[int]:
    """The next complaints, by id, whose time is over by themselves. One statement."""
    return list(over(at=at, months=months).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most])


def group_of(complaint_id: int) -> set[int] | None:
    """The complaint with all that it was merged or linked with, directly or by others; None where they are too many.

    Two statements a step.
    """
    group, latest = {complaint_id}, {complaint_id}
    while latest:
        latest = _joined_to(latest) - group
        group |= latest
        if len(group) > MOST_TOGETHER:
            return None
    return group


def _joined_to(ids: Iterable[int]) -> set[int]:
    bodies = Event.objects.filter(complaint__in=sorted(ids), kind__in=sorted(JOINS)).values_list("body", flat=True)
    etags = {other_of(json.loads(body)["facts"]) for body in bodies}
    return (
        set(
            Complaint.objects.unscoped("a job destroys what is kept no longer")
            .filter(etag__in=etags)
            .values_list("pk", flat=True)
        )
        if etags
        else set()
    )


def keeps(complaint_id: int, *, at: datetime, months: dict[int, int]) -> bool:
    """Whether something keeps a complaint whose own time is over: one that belongs to it, or what higher apps know."""
    group = group_of(complaint_id)
    if group is None:
        return True
    whole = Complaint.objects.unscoped("a job destroys what is kept no longer").filter(pk__in=group, anonymised_at=None)
    if whole.count() > over(at=at, months=months).filter(pk__in=group).count():
        return True
    return any(import_string(known)(group) for known in settings.KEPT_WHILE)


def counts(*, at: datetime, months: dict[int, int]) -> Iterator[Counted]:
    """By category and district, how many are over; `held_too`: of all those, the ones under a legal hold. One
    statement."""
    rows = _past(at=at, months=months).values("category__code", "district__code")
    rows = rows.annotate(number=Count("pk"), held=Count("pk", filter=Q(held_at__isnull=False)))
    for row in rows.order_by("category__code", "district__code"):
        yield Counted(row["category__code"], row["district__code"] or "–", row["number"], row["held"])
