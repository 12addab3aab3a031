"""Find complaints past their retention period, and what still prevents their anonymisation."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.module_loading import import_string

from complaints.models import Complaint, Event, Pressure, RetentionPeriod, RunningClock
from complaints.models.complaint import ComplaintQuerySet
from complaints.rules.linking_events import LINKING_KINDS, current_relations, other_etag_in
from complaints.rules.retention_limits import LARGEST_GROUP, latest_expired_end
from complaints.rules.statuses import FINAL

ENDED = sorted(str(status) for status in FINAL)


class RetentionCount(NamedTuple):
    """How many complaints of a category and a district are past their retention period.

    `district` is "–" for complaints of an office above the districts. `under_legal_hold`: how many of `number` are
    under a legal hold.
    """

    category: str
    district: str
    number: int
    under_legal_hold: int


def retention_months_by_category() -> dict[int, int]:
    """Return the retention period of each category in months. Categories without one are kept for ever."""
    return dict(RetentionPeriod.objects.in_force().values_list("category", "months"))


def complaints_past_retention(*, at: datetime, months: dict[int, int]) -> ComplaintQuerySet:
    """Return the ended complaints past their period without a running clock, open report of pressure or legal hold.

    Complaints that are linked with them are not considered here (see `is_still_needed`).
    """
    return _complaints_past_period(at=at, months=months).filter(held_at=None)


def _complaints_past_period(*, at: datetime, months: dict[int, int]) -> ComplaintQuerySet:
    is_past = Q(pk=None)
    for category, number in months.items():
        is_past |= Q(category=category, closed_at__lte=latest_expired_end(at, number))
    has_clock = Exists(RunningClock.objects.filter(complaint=OuterRef("pk")))
    has_pressure = Exists(Pressure.objects.filter(complaint=OuterRef("pk"), settled_at=None))
    ended = Complaint.objects.unscoped("a job anonymises complaints past their period").filter(
        is_past, status__in=ENDED, closed_at__isnull=False, anonymised_at=None
    )
    return ended.filter(~has_clock, ~has_pressure)


def next_ids_past_retention(*, at: datetime, months: dict[int, int], limit: int, after: int = 0) -> list[int]:
    """Return the next ids of `complaints_past_retention` in order, from `after` on. One statement."""
    return list(
        complaints_past_retention(at=at, months=months)
        .filter(pk__gt=after)
        .order_by("pk")
        .values_list("pk", flat=True)[:limit]
    )


def ids_of_linked_group(complaint_id: int) -> set[int] | None:
    """Return the ids of the complaint and all complaints merged or linked with it, directly or through others.

    Returns None if there are more than LARGEST_GROUP. Two statements for each step.
    """
    group, latest = {complaint_id}, {complaint_id}
    while latest:
        latest = _ids_joined_to(latest) - group
        group |= latest
        if len(group) > LARGEST_GROUP:
            return None
    return group


def _ids_joined_to(ids: Iterable[int]) -> set[int]:
    events = Event.objects.filter(complaint__in=sorted(ids), kind__in=sorted(LINKING_KINDS)).order_by("seq")
    mentions: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for complaint_id, kind, body in events.values_list("complaint", "kind", "body"):
        mentions[complaint_id].append((kind, other_etag_in(json.loads(body)["facts"])))
    etags = {etag for joins in mentions.values() for _, etag in current_relations(joins)}
    if not etags:
        return set()
    joined = Complaint.objects.unscoped("a job anonymises complaints past their period").filter(etag__in=etags)
    return set(joined.values_list("pk", flat=True))


def is_still_needed(complaint_id: int, *, at: datetime, months: dict[int, int]) -> bool:
    """Return whether a linked complaint or a higher app (settings.KEPT_WHILE) keeps a complaint past its period."""
    group = ids_of_linked_group(complaint_id)
    if group is None:
        return True
    not_anonymised = Complaint.objects.unscoped("a job anonymises complaints past their period").filter(
        pk__in=group, anonymised_at=None
    )
    if not_anonymised.count() > complaints_past_retention(at=at, months=months).filter(pk__in=group).count():
        return True
    return any(import_string(is_kept)(group) for is_kept in settings.KEPT_WHILE)


def count_past_retention(*, at: datetime, months: dict[int, int]) -> Iterator[RetentionCount]:
    """Count the complaints past their period by category and district, including those under a legal hold.

    One statement.
    """
    rows = _complaints_past_period(at=at, months=months).values("category__code", "district__code")
    rows = rows.annotate(number=Count("pk"), held=Count("pk", filter=Q(held_at__isnull=False)))
    for row in rows.order_by("category__code", "district__code"):
        yield RetentionCount(row["category__code"], row["district__code"] or "–", row["number"], row["held"])
