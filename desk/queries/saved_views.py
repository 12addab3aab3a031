"""The saved views of an officer, and how many complaints are in each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, IntegerField, Q, QuerySet, Value

from accounts.actors import Actor
from accounts.rules.office_tree import OfficeKind
from complaints.models import Complaint, SavedView
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.queries import bounded_queue_scan
from desk.queries.bounded_queue_scan import build_scan_for_filters
from desk.queries.complaint_filters import filter_complaints

COUNT_LIMIT = 100
"""A count stops here and is shown as "99+"."""


def own_and_shared_views(actor: Actor) -> QuerySet:
    """Return the officer's own views of the queue, and those shared with them or with their role at their office.

    By name. One statement.
    """
    shared = Q(office=actor.office_id, role=str(actor.role)) | Q(shared_with=actor.officer_id)
    own = Q(office=None, officer=actor.officer_id)
    return SavedView.objects.filter(own | shared, page=ViewPage.QUEUE).order_by("name", "id")


def openable_views(actor: Actor) -> QuerySet:
    """Return the views that the officer may open; for a head, all that the office shares too. One statement."""
    own_or_shared = Q(office=None, officer=actor.officer_id) | Q(shared_with=actor.officer_id)
    of_the_office = Q(office=actor.office_id) if actor.is_head else Q(office=actor.office_id, role=str(actor.role))
    return SavedView.objects.filter(of_the_office | own_or_shared).order_by("name", "id")


@dataclass(frozen=True)
class ViewSize:
    """How many complaints a view holds. `or_more`: there may be more, which were not counted."""

    number: int
    or_more: bool


def count_complaints_in_views(views: Sequence[dict], *, actor: Actor, at: datetime) -> list[ViewSize]:
    """Count the complaints that match each view's filters, ENOUGH at most. One statement for all views.

    `views`: for each the arguments of complaint_filters.
    """
    if not views:
        return []
    parts = [
        part
        for number, filters in enumerate(views)
        for part in _querysets_to_count(number, filters, actor=actor, at=at)
    ]
    # Count the rows by view, and by whether they only mark that there are more candidates.
    counts = Counter(parts[0] if len(parts) == 1 else parts[0].union(*parts[1:], all=True))
    return [_make_view_size(counts[(number, False)], counts[(number, True)]) for number in range(len(views))]


def _make_view_size(number: int, further: int) -> ViewSize:
    return ViewSize(min(number, COUNT_LIMIT - 1), number >= COUNT_LIMIT or bool(further))


def _querysets_to_count(number: int, filters: dict, *, actor: Actor, at: datetime) -> Iterator[QuerySet]:
    """Yield what is counted for one view, marked with its number; and whether a scan has further candidates."""
    visible = Complaint.objects.visible_to(actor)
    scan = build_scan_for_filters(visible, scope=OfficeKind(actor.office_kind), at=at, **filters)
    if scan is None:
        yield _mark_with_view_number(filter_complaints(visible, at=at, **filters), number, further=False)[:COUNT_LIMIT]
        return
    candidates = scan.candidates_in_order()
    checked = candidates.values("pk")[: bounded_queue_scan.CANDIDATES]
    matching = Complaint.objects.unscoped("filtered by ids that the reader may see").filter(
        scan.condition, pk__in=checked
    )
    following = slice(bounded_queue_scan.CANDIDATES, bounded_queue_scan.CANDIDATES + 1)
    yield _mark_with_view_number(candidates, number, further=True)[following]
    yield _mark_with_view_number(matching, number, further=False)[:COUNT_LIMIT]


def _mark_with_view_number(complaints: QuerySet, number: int, *, further: bool) -> QuerySet:
    markers = {
        "part": Value(number, output_field=IntegerField()),
        "further": Value(further, output_field=BooleanField()),
    }
    return complaints.annotate(**markers).values_list("part", "further")
