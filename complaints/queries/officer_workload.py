"""The work that officers have now: their open complaints, those that are late, and whether they are on leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value

from accounts.actors import Actor
from accounts.models import Leave
from accounts.rules.office_tree import paths_from_root
from complaints.models import Complaint, RoutingRule, RunningClock


@dataclass(frozen=True)
class OpenAndLate:
    """How many open complaints a posting holds, and how many of them are late."""

    open: int = 0
    late: int = 0


NO_WORK = OpenAndLate()
IS_RULE = Value(-1)
"""Stands in the place of the counts in a row that is a routing rule."""


def on_leave_condition(at: datetime) -> Exists:
    """Return the condition that a queried posting is on leave."""
    return Exists(Leave.objects.current(at).filter(posting=OuterRef("pk")))


def end_of_leave(at: datetime) -> Subquery:
    """Return until when a queried posting is on leave; null if it is at work. Annotate it as `away_until`."""
    return Subquery(Leave.objects.current(at).filter(posting=OuterRef("pk")).values("ends_at")[:1])


def _count_open_and_late(posting_ids: Iterable[int], *, by: Actor, at: datetime) -> QuerySet:
    """Return one row for each of these postings that holds open complaints.

    Only complaints that `by` may see are counted, so that no number reveals a complaint that is hidden from them.
    """
    is_late = Q(due_at__lte=at) & Exists(
        RunningClock.objects.promised().filter(complaint=OuterRef("pk"), due_at__lte=at)
    )
    held = Complaint.objects.visible_to(by, at=at).open().filter(holder__in=list(posting_ids))
    counted = held.annotate(is_late=is_late).values("holder").order_by()
    return counted.annotate(open=Count("pk"), late=Count("pk", filter=Q(is_late=True)))


def load_workloads(posting_ids: Iterable[int], *, by: Actor, at: datetime) -> dict[int, OpenAndLate]:
    """Return the work of each of these postings, as far as `by` may see it. One statement."""
    ids = list(posting_ids)
    rows = _count_open_and_late(ids, by=by, at=at).values_list("holder", "open", "late")
    return dict.fromkeys(ids, NO_WORK) | {holder: OpenAndLate(number, late) for holder, number, late in rows}


def load_workloads_and_rule_ids(
    posting_ids: Iterable[int], place_paths: Iterable[str], *, by: Actor, at: datetime
) -> tuple[dict[int, OpenAndLate], list[int]]:
    """Return the work of these postings, and the ids of the routing rules that may apply at these incident places.

    One statement for both: the page of a received complaint can afford no more, and most places have no rules.
    """
    paths = {above for path in place_paths for above in paths_from_root(path)}
    rules = RoutingRule.objects.current(at).filter(place__path__in=sorted(paths)).order_by()
    counted = _count_open_and_late(posting_ids, by=by, at=at).values_list("holder", "open", "late")
    rows = list(counted.union(rules.values_list("pk", IS_RULE, IS_RULE), all=True))
    workloads = {holder: OpenAndLate(number, late) for holder, number, late in rows if number >= 0}
    return workloads, [pk for pk, number, _ in rows if number < 0]
