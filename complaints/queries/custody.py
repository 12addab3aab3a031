"""Load the custody ledger and attribute its time to postings, with leave and overdue orders taken into account.

The ledger names the holder, as the history does. Leave and orders have ledgers of their own. Where one of them overlaps
custody, the time counts for the acting officer, or for the posting that the order went to. So leave that begins, ends
early or is cancelled splits custody at that second without a change to the ledger.
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
    """Return the rows of one complaint's ledger (see `ledgers`)."""
    return ledgers([complaint.pk])[complaint.pk]


def ledgers(complaint_ids: Collection[int]) -> Mapping[int, list[Custody]]:
    """Return the rows of each ledger, oldest first, with their offices. One statement.

    Each row has the leave of its holder (`absences`) and all orders of the complaint (`orders`).
    """
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
    overlaps = {"absences": _leaves_of("posting"), "orders": ArraySubquery(orders.values(order=order))}
    by_complaint = defaultdict[int, list[Custody]](list)
    for row in rows.annotate(**overlaps).order_by("complaint", "started_at", "pk"):
        by_complaint[row.complaint_id].append(row)
    return by_complaint


def _leaves_of(posting: str) -> ArraySubquery:
    leaves = Leave.objects.filter(posting=OuterRef(posting)).order_by("starts_at")
    return ArraySubquery(leaves.values(absence=_LEAVE))


def had_by(rows: Sequence[Custody], *, at: datetime) -> list[Held]:
    """Return which posting or office each part of the time up to a moment counts for. `rows`: from `ledger`."""
    overdue_orders = owed([_overdue(order, at) for order in rows[0].orders]) if rows else []
    periods = (part for row in rows for part in credited(_held(row), map(_absence, row.absences)))
    return [part for period in periods for part in credited(period, overdue_orders)]


@dataclass(frozen=True)
class Ordered:
    """The posting and office that an order went to, and when others acted for that posting."""

    to: tuple[int, int]
    absences: Sequence[Instead]


def order_due(rows: Sequence[Custody], due_at: datetime) -> Ordered | None:
    """Return the order with this due date, or None. `rows`: from `ledger`."""
    for order in rows[0].orders if rows else ():
        if _parse_time(order["began"]) == due_at:
            return Ordered((order["posting_id"], order["office_id"]), list(map(_absence, order["absences"])))
    return None


def _held(row: Custody) -> Held:
    return Held(row.posting_id, row.office_id, row.started_at, row.ended_at)


def _absence(leave: dict) -> Instead:
    return Instead(leave["posting_id"], leave["office_id"], _parse_time(leave["began"]), _parse_time(leave["ended"]))


def _overdue(order: dict, at: datetime) -> Overdue:
    """Return the time for which an order is overdue: until its answer or the end of the posting it went to.

    After that end the posting can no longer answer, so the time counts for the holder.
    """
    ended = min(_parse_time(end) for end in (order["done"], order["left"], at.isoformat()) if end)
    absences = list(map(_absence, order["absences"]))
    return Overdue(order["posting_id"], order["office_id"], _parse_time(order["began"]), ended, absences)


def _parse_time(text: str) -> datetime:
    return datetime.fromisoformat(text)
