"""Count a long list of the desk from the same tallies as the boards.

So a list has the same total as the figure that links to it, at any size (docs/decisions/0018). The desk calls
`count_listed_complaints` by the setting COUNTED_BY, because it does not import this app.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Self

from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import Category, Complaint
from complaints.rules.statuses import OPEN as OPEN_STATUSES
from complaints.rules.statuses import Status
from desk.queries.complaint_filters import (
    ALL,
    ANSWERED_FOR,
    DUE_WITHIN,
    GIVEN,
    IN_TIME,
    LATE,
    OPEN,
    DateSpan,
    filter_complaints,
    implied_status,
)
from monitoring.queries.board_counts import (
    ALL_TIME,
    OWN_COMPLAINTS,
    BoardScope,
    age_queries,
    count_open_by_age,
    pending_query,
    received_by_value,
)
from monitoring.queries.complaint_ages import LATEST_RECEIPT
from monitoring.tallies.definitions import FACETS, shortest_spans
from monitoring.tallies.pending_counts import OVERDUE, count_pending
from monitoring.tallies.tally_reading import Sums, TallyQuery, consistent_snapshot

EARLIEST_DAY = date(2000, 1, 1)
"""No complaint was received before this day."""
MEASURE_OF_FILTER = {
    "": "received",
    f"contact={IN_TIME}": "contact_in_time",
    f"contact={LATE}": "contact_late",
    f"report={IN_TIME}": "report_in_time",
    f"report={LATE}": "report_late",
    f"report={GIVEN}": "reported",
    "word=reopened": "reopened",
    "word=denied": "denied",
    "word=known": "word_known",
    "word=accountable": "accountable",
    "word=answered": "rung",
    "word=satisfied": "satisfied",
}
"""The measure of the tallies that counts what one filter finds, for all complaints received in a period."""


@dataclass(frozen=True)
class ListShape:
    """What a list is restricted to, besides its office: a status, a period, and at most one more filter.

    `name` and `value`: that filter; "" if there is none. A single status in a period is a filter of this kind too.
    """

    status: str
    name: str
    value: Any
    is_dated: bool
    only: bool

    @classmethod
    def from_filters(
        cls, *, status: str = OPEN, only: bool = False, received: DateSpan = (None, None), **filters
    ) -> Self | None:
        """Return the shape of a list with these filters, or None if there are several or no tally knows the filter."""
        is_dated, named = any(received), {name: value for name, value in filters.items() if value}
        status = implied_status(status, named.get("clock", ""))
        if named.get("clock") == "paused" and status == Status.AWAITING_CITIZEN:
            del named["clock"]  # the status says the same
        if is_dated and status not in {OPEN, ALL}:
            status, named["status"] = ALL, status
        if len(named) > 1:
            return None
        name, value = next(iter(named.items()), ("", ""))
        shape = cls(status, name, value, is_dated, only)
        return shape if shape._is_known() else None

    def _is_known(self) -> bool:
        match self.name:
            case "":
                return not (self.is_dated and self.only)
            case "clock" | "age":
                is_now = self.status == OPEN and not self.is_dated
                return is_now and (self.value in {"overdue", *DUE_WITHIN} if self.name == "clock" else not self.only)
            case "place":
                return not self.only and self.value.kind == OfficeKind.STATION
        return self.status == ALL and not self.only and (self.name in FACETS or self.measure is not None)

    @property
    def measure(self) -> str | None:
        """The measure of the tallies that counts such a list; None if there is none."""
        if self.status == OPEN:
            return None if self.name else "open"
        return MEASURE_OF_FILTER.get(f"{self.name}={self.value}" if self.name else "")


def count_listed_complaints(actor: Actor, *, at: datetime, office: Office | None = None, **filters) -> int | None:
    """Return how many complaints that the actor may see match the filters, or None if the tallies cannot tell.

    `filters`: arguments of `complaint_filters_condition`. Every filter to which a figure of the boards, the league or a
    station sheet links can be counted. At most five statements.
    """
    if actor.role == Role.CLERK:
        return None  # every confidential complaint is hidden from a clerk: too many to subtract one by one
    shape = ListShape.from_filters(**filters)
    if shape is None:
        return None
    if shape.name == "place":  # no tally is kept by incident place, so the station sheet counts these rows too
        visible = Complaint.objects.visible_to(actor)
        return filter_complaints(visible, at=at, office=office, **filters).count()
    if shape.value in ANSWERED_FOR and office is None and actor.office_kind != OfficeKind.CENTRAL:
        return None  # the list has all that the reader sees, and not only what their office answers for
    with consistent_snapshot():
        first, last = filters.get("received", (None, None))
        last = last or localdate(at + LATEST_RECEIPT)
        own = office or Office.objects.get(pk=actor.office_id)
        scope = BoardScope.load(actor, own, first or EARLIEST_DAY, last, at)
        scope = replace(scope, held=()) if office else scope  # what the reader holds elsewhere is in no other list
        if shape.name == "clock":
            return _count_by_clock(scope, shape.value, only=shape.only)
        if shape.name == "age":
            return _count_of_age(scope, shape.value)
        if shape.name in FACETS[1:]:
            return _count_by_facet(scope, shape.name, shape.value)
        if shape.name or shape.is_dated:
            return _count_by_measure(scope, shape.measure)
        return _count_by_status(scope, shape.status, only=shape.only)


def _count_by_status(scope: BoardScope, status: str, *, only: bool) -> int:
    """Count the complaints that have this status now. `status` can also be OPEN or ALL."""
    tally_scope = scope.office.pk if only else scope.scope
    tallies = scope.read([TallyQuery("now", tally_scope, "status", OWN_COMPLAINTS if only else ALL_TIME)])
    by_status = received_by_value(tallies["now", tally_scope, "status"])
    counted = {OPEN: set(map(str, OPEN_STATUSES)), ALL: set(by_status)}.get(status, {status})
    return sum(number for value, number in by_status.items() if value in counted)


def _count_by_clock(scope: BoardScope, clock: str, *, only: bool) -> int:
    """Count the open complaints that are overdue, or due within a time (DUE_WITHIN)."""
    due_soon = (clock,) if clock in DUE_WITHIN else ()
    by_office = (OVERDUE, *due_soon) if only else ()
    query = replace(pending_query(scope, None), due_soon=due_soon, by_office=by_office, periods=(), ages=())
    counts = count_pending(query)
    found = counts.due_soon[clock] if due_soon else counts.overdue
    return found.get(scope.office.pk, 0) if only else sum(found.values())


def _count_of_age(scope: BoardScope, age: str) -> int:
    """Count the open complaints of an age.

    The limit between two ages is inside a day; the pending rows tell which complaints of that day are older.
    """
    queries = [TallyQuery("now", scope.scope, "status", ALL_TIME), *age_queries(scope)]
    pending = replace(pending_query(scope, None), due_soon=(), by_office=(), periods=())
    return count_open_by_age(scope, scope.read(queries), count_pending(pending))[age]


def _count_by_facet(scope: BoardScope, facet: str, value: str) -> int:
    """Count the complaints of the period that have a value of a facet."""
    if facet == "category":
        value = str(Category.objects.values_list("pk", flat=True).get(code=value))
    tallies = scope.read([TallyQuery("period", scope.scope, facet, shortest_spans(*scope.period))])
    return tallies["period", scope.scope, facet].get(value, Sums()).received


def _count_by_measure(scope: BoardScope, measure: str) -> int:
    """Count the complaints of the period by a measure, with those that became late since the last write."""
    tallies = scope.read([TallyQuery("period", scope.scope, "", shortest_spans(*scope.period))])
    number = getattr(tallies.total("period", scope.scope), measure)
    if measure not in {"contact_late", "report_in_time", "report_late"}:
        return number
    query = replace(pending_query(scope, None), due_soon=(), by_office=(), periods=[scope.period], ages=())
    late = count_pending(query).late[0]
    corrections = {"contact_late": late.contact, "report_in_time": -late.counted_in_time, "report_late": late.report}
    return number + corrections[measure]
