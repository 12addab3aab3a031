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
from complaints.rules.time_credit import (
    CreditException,
    HeldTime,
    OverdueOrder,
    credit_overdue_orders,
    split_by_accountable_posting,
)

_LEAVE = JSONObject(posting_id="cover_id", office_id="cover__office_id", began="starts_at", ended="ends_at")


def load_custody_periods(complaint: Complaint) -> list[Custody]:
    """Return the rows of one complaint's ledger (see `load_custody_periods_by_complaint`)."""
    return load_custody_periods_by_complaint([complaint.pk])[complaint.pk]


def load_custody_periods_by_complaint(complaint_ids: Collection[int]) -> Mapping[int, list[Custody]]:
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
        absences=_leaves_subquery("to"),
    )
    rows = Custody.objects.filter(complaint__in=complaint_ids).select_related("office__parent")
    overlaps = {"absences": _leaves_subquery("posting"), "orders": ArraySubquery(orders.values(order=order))}
    by_complaint = defaultdict[int, list[Custody]](list)
    for row in rows.annotate(**overlaps).order_by("complaint", "started_at", "pk"):
        by_complaint[row.complaint_id].append(row)
    return by_complaint


def _leaves_subquery(posting: str) -> ArraySubquery:
    leaves = Leave.objects.filter(posting=OuterRef(posting)).order_by("starts_at")
    return ArraySubquery(leaves.values(absence=_LEAVE))


def credited_periods(rows: Sequence[Custody], *, at: datetime) -> list[HeldTime]:
    """Return which posting or office each part of the time until `at` counts for. `rows`: of `load_custody_periods`."""
    overdue_orders = (
        credit_overdue_orders([_parse_overdue_order(order, at) for order in rows[0].orders]) if rows else []
    )
    periods = (
        part
        for row in rows
        for part in split_by_accountable_posting(
            HeldTime(row.posting_id, row.office_id, row.started_at, row.ended_at), map(_parse_absence, row.absences)
        )
    )
    return [part for period in periods for part in split_by_accountable_posting(period, overdue_orders)]


@dataclass(frozen=True)
class OrderAddressee:
    """The posting and office that an order went to, and when others acted for that posting."""

    to: tuple[int, int]
    absences: Sequence[CreditException]


def addressee_of_order_due_at(rows: Sequence[Custody], due_at: datetime) -> OrderAddressee | None:
    """Return the order with this due date, or None. `rows`: from `load_custody_periods`."""
    for order in rows[0].orders if rows else ():
        if _parse_time(order["began"]) == due_at:
            return OrderAddressee(
                (order["posting_id"], order["office_id"]), list(map(_parse_absence, order["absences"]))
            )
    return None


def _parse_absence(leave: dict) -> CreditException:
    return CreditException(
        leave["posting_id"], leave["office_id"], _parse_time(leave["began"]), _parse_time(leave["ended"])
    )


def _parse_overdue_order(order: dict, at: datetime) -> OverdueOrder:
    """Return the time for which an order is overdue: until its answer or the end of the posting it went to.

    After that end the posting can no longer answer, so the time counts for the holder.
    """
    ended = min(_parse_time(end) for end in (order["done"], order["left"], at.isoformat()) if end)
    absences = list(map(_parse_absence, order["absences"]))
    return OverdueOrder(order["posting_id"], order["office_id"], _parse_time(order["began"]), ended, absences)


def _parse_time(text: str) -> datetime:
    return datetime.fromisoformat(text)
