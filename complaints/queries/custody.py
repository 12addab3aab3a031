"""The custody ledger as it counts: covers and overdue orders of the holders counted. One statement.

The ledger itself names the holder, as the history does. Leaves and orders are ledgers of their own; where they overlap,
the time is the cover's, or the order's addressee's. So a leave that begins, ends early or is called off splits custody
at that second by itself.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from accounts.models import Leave
from complaints.models import Complaint, Custody, Order
from complaints.rules.time_credit import Held, Instead, Overdue, credited, owed

_LEAVE = JSONObject(posting_id="cover_id", office_id="cover__office_id", began="starts_at", ended="ends_at")


def ledger(complaint: Complaint) -> list[Custody]:
    """The rows of one complaint's ledger (see `ledgers`)."""
    return ledgers([complaint.pk])[complaint.pk]


def ledgers(complaint_ids: Collection[int]) -> Mapping[int, list[Custody]]:
    """The rows of each ledger, oldest first, with their offices, the leaves of their holders (`absences`) and, each
    with all of them, the complaint's `orders`."""
    orders = Order.objects.filter(complaint=OuterRef("complaint")).order_by("given_at")
    order = JSONObject(
        posting_id="to_id",
        office_id="to__office_id",
        began="due_at",
        done="done_at",
        left="to__ends_at",
        absences=_leaves_of("to"),
    )
    rows = Custody.objects.filter(complaint__in=complaint_ids).select_related("office__parent")
    told = {"absences": _leaves_of("posting"), "orders": ArraySubquery(orders.values(order=order))}
    found = defaultdict[int, list[Custody]](list)
    for row in rows.annotate(**told).order_by("complaint", "started_at", "pk"):
        found[row.complaint_id].append(row)
    return found


def _leaves_of(posting: str) -> ArraySubquery:
    leaves = Leave.objects.filter(posting=OuterRef(posting)).order_by("starts_at")
    return ArraySubquery(leaves.values(absence=_LEAVE))


def had_by(rows: Sequence[Custody], *, at: datetime) -> list[Held]:
    """Whose the time is up to a moment, covers and overdue orders counted, of rows from `ledger`."""
    late = owed([_overdue(order, at) for order in rows[0].orders]) if rows else []
    had = (piece for row in rows for piece in credited(_held(row), map(_instead, row.absences)))
    return [piece for one in had for piece in credited(one, late)]


@dataclass(frozen=True)
class Ordered:
    """To which posting and office an order went, and when somebody acted for them."""

    to: tuple[int, int]
    absences: Sequence[Instead]


def order_due(rows: Sequence[Custody], due_at: datetime) -> Ordered | None:
    """The order of a complaint with that date, from rows of `ledger`."""
    for told in rows[0].orders if rows else ():
        if _moment(told["began"]) == due_at:
            return Ordered((told["posting_id"], told["office_id"]), [_instead(one) for one in told["absences"]])
    return None


def _held(row: Custody) -> Held:
    return Held(row.posting_id, row.office_id, row.started_at, row.ended_at)


def _instead(told: dict) -> Instead:
    return Instead(told["posting_id"], told["office_id"], _moment(told["began"]), _moment(told["ended"]))


def _overdue(told: dict, at: datetime) -> Overdue:
    """Until it is answered. Whose posting ends can answer no more: what follows is whoever's who has it then."""
    ended = min(_moment(end) for end in (told["done"], told["left"], at.isoformat()) if end)
    absences = [_instead(one) for one in told["absences"]]
    return Overdue(told["posting_id"], told["office_id"], _moment(told["began"]), ended, absences)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
