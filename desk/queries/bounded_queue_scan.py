"""Filters that no index serves: a page checks a limited number of complaints, in the queue's order.

For each scope, and within some scopes for one filter more, an index returns complaints in the queue's order
(complaints.models.database.complaint_indexes). Those are the candidates. All other filters are checked candidate by
candidate. A page that searched the whole table would take longer the fewer complaints match; so it stops after a fixed
number of candidates, says so, and the next page goes on from there.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    Max,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import RowNumber
from django.db.models.lookups import IsNull

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from complaints.models.complaint import ComplaintQuerySet
from complaints.models.database.complaint_indexes import RARE_CHANNELS
from complaints.queries.queue_cursor import HiddenFromPlanner, QueueCursor, filter_beyond_cursor, queue_order
from complaints.rules import statuses
from complaints.rules.guard_facts import ContactState
from desk.queries.complaint_filters import (
    ALL,
    ANSWERED_FOR,
    OPEN,
    REOPENED_WORDS,
    DateSpan,
    DueRange,
    complaint_filters_condition,
    filter_complaints,
    implied_status,
)

CANDIDATES = 1_000
"""How many candidates a page checks, and a total that no tally knows: more than a district has open. One takes 1 to 9
microseconds, or 7 to 12 if clocks must be looked up; the more complaints there are, the longer."""
LEVELS_WITH_INDEXES = frozenset({OfficeKind.CENTRAL, OfficeKind.DISTRICT})
"""Levels where an index has a status, or a category, before the queue's order."""
WITH_MANY_REOPENED = frozenset({OfficeKind.CENTRAL, OfficeKind.REGION, OfficeKind.DISTRICT})
"""Offices whose reopened complaints are too many to sort: they are scanned in the queue's order, which has an index."""
CONTACTS = frozenset(map(str, ContactState))
ANY_TIME = DueRange()


def exists_by_candidate_condition(queryset: QuerySet) -> IsNull:
    """Return a condition like `Exists` that PostgreSQL evaluates candidate by candidate.

    For EXISTS it may fetch every such clock of the province, to check it against a few hundred candidates: with 100,000
    complaints and `contact=late` it read 115,000 clock runs in 400 ms; with this condition, 400 of them in 1 ms.
    """
    return IsNull(Subquery(queryset.order_by().values(one=Value(1))[:1]), False)


@dataclass(frozen=True)
class CandidateScan:
    """Complaints that an index returns in the queue's order, and the condition that each must match to be shown.

    `due`: the candidates that can match lie in this range.
    """

    candidates: ComplaintQuerySet
    condition: Q
    due: DueRange = ANY_TIME

    def find(self, cursor: QueueCursor | None, *, back: bool, limit: int) -> tuple[list[int], QueueCursor | None]:
        """Return the ids of the next candidates that match, in order; and the candidate that follows, if any.

        One statement. It is an aggregate over the candidates, because Django cannot filter a slice.
        """
        candidates = filter_beyond_cursor(self._bounded(back=back), cursor, back=back, value=HiddenFromPlanner)
        is_next = Q(position=limit + 1)
        row = self._checked(candidates, back=back, limit=limit).aggregate(
            ids=ArrayAgg("pk", filter=Q(matches=True) & ~is_next, order_by=queue_order(back=back)),
            next_due_at=Max("due_at", filter=is_next),
            next_id=Max("pk", filter=is_next),
        )
        following = QueueCursor(row["next_due_at"], row["next_id"]) if row["next_id"] else None
        return row["ids"] or [], following if following and following.due_at in self.due else None

    def candidates_in_order(self) -> QuerySet:
        """Return the candidates, most urgent first. Slice them, so that PostgreSQL does not search all of them."""
        return self._bounded(back=None).order_by(*queue_order())

    def _bounded(self, *, back: bool | None) -> ComplaintQuerySet:
        """Return the candidates within the range of deadlines.

        `back`: of a page towards later (False) or earlier (True) deadlines, without the bound at its far end: between
        two bounds PostgreSQL expects a handful of rows, and sorts fifty thousand. The condition has both.
        """
        candidates = self.candidates
        if self.due.earliest and back is not True:
            candidates = candidates.filter(due_at__gte=HiddenFromPlanner(self.due.earliest))
        if self.due.latest and back is not False:
            candidates = candidates.filter(due_at__lte=self.due.latest)
        return candidates

    def _checked(self, candidates: QuerySet, *, back: bool, limit: int) -> QuerySet:
        """Return the first candidates and one more, each with its position and whether it matches."""
        order = queue_order(back=back)
        return candidates.order_by(*order).annotate(
            position=Window(RowNumber(), order_by=order),
            matches=ExpressionWrapper(self.condition, output_field=BooleanField()),
        )[: limit + 1]


def build_scan_for_filters(
    visible: ComplaintQuerySet,
    *,
    scope: OfficeKind,
    at: datetime,
    office: Office | None = None,
    only: bool = False,
    place: Office | None = None,
    holder: int | None = None,
    charged: int | None = None,
    clock: str = "",
    contact: str = "",
    report: str = "",
    received: DateSpan = (None, None),
    **column_filters: str,
) -> CandidateScan | None:
    """Return the scan that these filters of complaint_filters need, or None if indexes serve them all.

    `visible`: the complaints that an officer may see whose office is of the kind `scope`. The condition applies to
    these alone, so that no page shows or counts a complaint that its reader may not see.
    """
    filters = {"office": office, "only": only, "place": place, "holder": holder, "charged": charged}
    filters |= {"clock": clock, "contact": contact, "report": report, "received": received, **column_filters}
    simple = {**column_filters, "contact": contact, "status": implied_status(column_filters.get("status", OPEN), clock)}
    if charged or _has_few_reopened(office, simple):
        return None  # few complaints, by an index of their own: every other filter can be checked on all of them
    if simple.get("word") in ANSWERED_FOR:
        visible = visible.exclude(reopened_line=None) if simple["word"] in REOPENED_WORDS else visible
        office, only = None, False  # they may be charged to an office that no longer has the complaint
    if place and place.kind == OfficeKind.STATION:
        if not (office or holder or report or clock or any(received)) and _has_only_filters({"status": ALL}, simple):
            return None
        candidates = filter_complaints(visible, at=at, status=ALL, place=place)
    else:
        level = OfficeKind(office.kind) if office else scope
        indexed = _filters_served_by_index(simple, level=level if not (only or holder) else None)
        is_served = _has_only_filters(indexed, simple) and not place and not report and not any(received)
        if is_served and clock in {"", "paused"}:
            return None
        candidates = filter_complaints(visible, at=at, office=office, only=only, holder=holder, **indexed)
    return CandidateScan(
        candidates,
        complaint_filters_condition(**filters, at=at, exists=exists_by_candidate_condition),
        DueRange.from_filters(**filters, at=at),
    )


def _has_few_reopened(office: Office | None, simple: dict) -> bool:
    """Return whether the filters ask for reopened complaints that an office with few of them is charged with."""
    return bool(office) and office.kind not in WITH_MANY_REOPENED and simple.get("word") in REOPENED_WORDS


def _has_only_filters(expected: dict[str, str], filters: dict[str, str]) -> bool:
    """Return whether exactly these filters are set."""
    return {name: value for name, value in filters.items() if value} == expected


def _filters_served_by_index(filters: dict[str, str], *, level: OfficeKind | None) -> dict[str, str]:
    """Return the filters that an index of this level applies before the queue's order; the status may be a wider one.

    `level`: the kind of office that the list is about; None for one office's own complaints, or one officer's.
    """
    status, category, contact = (filters.get(name, "") for name in ("status", "category", "contact"))
    all_or_open = OPEN if status in {OPEN, *statuses.OPEN} else ALL
    if level not in LEVELS_WITH_INDEXES:
        is_indexed = level is OfficeKind.REGION and status == ALL
        return {"status": all_or_open} | (_rare_filter(filters, level) if is_indexed else {})
    if status not in {OPEN, ALL}:
        return {"status": status}
    if category:
        return {"status": status, "category": category}
    if contact in CONTACTS and status == OPEN and level is OfficeKind.CENTRAL:
        return {"status": status, "contact": contact}
    return {"status": status} | (_rare_filter(filters, level) if status == ALL else {})


def _rare_filter(filters: dict[str, str], level: OfficeKind) -> dict[str, str]:
    """Return the outcome, channel or word, if few complaints have it and an index has it before the queue's order."""
    if filters.get("outcome"):
        return {"outcome": filters["outcome"]}
    if filters.get("channel") in RARE_CHANNELS:
        return {"channel": filters["channel"]}
    if filters.get("word") == "satisfied" and level is OfficeKind.CENTRAL:
        return {"word": "satisfied"}
    return {}
