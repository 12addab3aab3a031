"""Through which complaints a page goes, one after the other by an index, where its filters leave most of them out.

An index has the queue's order for a scope, and within some scopes for one filter more (models.complaint_indexes). What
else is asked is checked row by row, so a page looks at so many rows and no further (`looked_at`), says where it
stopped, and the next one goes on from there: none takes longer because few complaints answer to it.
"""

from datetime import datetime

from django.db.models import DateTimeField, F, Func, QuerySet, Subquery, Value
from django.db.models.lookups import IsNull

from accounts.models import Office
from accounts.rules.offices import Kind
from complaints.models.complaint import ComplaintQuerySet
from complaints.models.complaint_indexes import RARE_CHANNELS
from complaints.queries.narrowing import (
    ALL,
    ANSWERED_FOR,
    IN_TIME,
    LATE,
    OPEN,
    Span,
    due_as_asked,
    implied_status,
    narrow,
)
from complaints.rules import statuses
from complaints.rules.facts import Contact

LOOKED_AT, LOOKED_AT_ALONE = 400, 4_000
"""Rows of one page. Two filters that are asked of each row's clocks take 10 microseconds a row; what the row itself
says, one."""
ORDERED = frozenset({Kind.CENTRAL, Kind.DISTRICT})
"""Where an index has a status, or a category, in the queue's order."""
REOPENED = frozenset({"reopened", "denied"})
"""Words that few complaints have: an index of their own has these in the queue's order."""
CONTACTS = frozenset(map(str, Contact))


class Unforeseen(Func):
    """A value that the planner is not told.

    Of what is open most is due from today on, of all complaints almost nothing: whoever multiplies the two expects a
    handful of rows, and sorts ten thousand instead of walking through the first of them.
    """

    template = "(SELECT %(expressions)s)"

    def __init__(self, value):
        super().__init__(Value(value))


def asks_clocks(*, clock: str = "", contact: str = "", report: str = "", **others) -> bool:
    """Whether a narrowing (narrowing.narrow) asks more of a complaint than its own row says."""
    return bool(clock) or contact == LATE or report in {IN_TIME, LATE}


def each_exists(found: QuerySet) -> IsNull:
    """`Exists`, asked of each complaint when the page comes to it.

    Written as EXISTS, PostgreSQL may turn it round: fetch whatever in the province has such a clock, and sort it all
    for the first 25, or keep all such clocks at hand for a few hundred rows.
    """
    return IsNull(Subquery(found.order_by().values(one=Value(1))[:1]), False)


class EachMoment(Func):
    """A moment that is read of each complaint when the page comes to it, and looked for in no index.

    Of a day's complaints PostgreSQL expects a handful, whatever the day: it fetched all that a district received in it.
    """

    template, output_field = "(%(expressions)s + INTERVAL '0')", DateTimeField()

    def __init__(self, name: str):
        super().__init__(F(name))


def way(
    seen: ComplaintQuerySet,
    *,
    scope: Kind,
    at: datetime,
    office: Office | None = None,
    only: bool = False,
    place: Office | None = None,
    holder: int | None = None,
    charged: int | None = None,
    clock: str = "",
    report: str = "",
    received: Span = (None, None),
    back: bool | None = None,
    **asked: str,
) -> ComplaintQuerySet | None:
    """What an index has in order of a narrowing (narrowing.narrow) of the complaints that somebody of that scope sees.

    None where nothing is left to be checked: then every row that is looked at is shown. `back`: without the bound that
    lies ahead (narrowing.due_as_asked). Between two bounds PostgreSQL expects a handful of rows and sorts fifty
    thousand.
    """
    if charged:
        return None  # few, which an index has: whatever else is asked is asked of all of them
    asked["status"] = implied_status(asked.get("status", OPEN), clock)
    if asked.get("word") in ANSWERED_FOR:
        seen = seen.exclude(reopened_line=None) if asked["word"] in REOPENED else seen
        office, only = None, False  # they may be charged with what another office has: checked row by row
    if place and place.kind == Kind.STATION:
        is_whole = not (office or holder or report or clock or any(received)) and _is_all(asked)
        return None if is_whole else narrow(seen, at=at, status=ALL, place=place)
    level = Kind(office.kind) if office else scope
    ordered = _in_order(asked, level=level if not (only or holder) else None)
    is_whole = ordered == {name: value for name, value in asked.items() if value}
    if is_whole and not place and not report and clock in {"", "paused"} and not any(received):
        return None
    through = narrow(seen, at=at, office=office, only=only, holder=holder, **ordered)
    return due_as_asked(through, clock=clock, received=received, at=at, written=Unforeseen, back=back)


def _is_all(asked: dict[str, str]) -> bool:
    return {name: value for name, value in asked.items() if value} == {"status": ALL}


def _in_order(asked: dict[str, str], *, level: Kind | None) -> dict[str, str]:
    """Of status, category and contact what an index of that level has before the order; the status at least roughly."""
    status, category, contact = (asked.get(name, "") for name in ("status", "category", "contact"))
    all_or_open = OPEN if status in {OPEN, *statuses.OPEN} else ALL
    if level not in ORDERED:
        is_indexed = level is Kind.REGION and status == ALL
        return {"status": all_or_open} | (_rare(asked, level) if is_indexed else {})
    if status not in {OPEN, ALL}:
        return {"status": status}
    if category:
        return {"status": status, "category": category}
    if contact in CONTACTS and status == OPEN and level is Kind.CENTRAL:
        return {"status": status, "contact": contact}
    return {"status": status} | (_rare(asked, level) if status == ALL else {})


def _rare(asked: dict[str, str], level: Kind) -> dict[str, str]:
    """Of outcome, channel and word what an index has before the order, because few complaints have it."""
    if asked.get("outcome"):
        return {"outcome": asked["outcome"]}
    if asked.get("channel") in RARE_CHANNELS:
        return {"channel": asked["channel"]}
    if asked.get("word") == "satisfied" and level is Kind.CENTRAL:
        return {"word": "satisfied"}
    return {}
