"""Attribute the time of a complaint to postings, second by second (docs/rules.md, *SLA*).

The time counts for the holder, with two exceptions: the time for which an order is overdue counts for the order's
addressee, and the time of a leave counts for the officer who acts for the holder or the addressee.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class HeldTime:
    """A posting, or without one the cell of an office, had the complaint from `began` to `ended` (None: until now)."""

    posting_id: int | None
    office_id: int
    began: datetime
    ended: datetime | None = None


@dataclass(frozen=True)
class CreditException:
    """The time from `began` to `ended` counts for this posting, not for the holder: on leave, or an overdue order."""

    posting_id: int
    office_id: int
    began: datetime
    ended: datetime


@dataclass(frozen=True)
class OverdueOrder:
    """An order to this posting was overdue from `began` to `ended`. `absences`: the leaves of that posting."""

    posting_id: int
    office_id: int
    began: datetime
    ended: datetime
    absences: Sequence[CreditException] = ()


def split_by_accountable_posting(held: HeldTime, exceptions: Iterable[CreditException]) -> Iterator[HeldTime]:
    """Yield the same time in consecutive pieces, each with the posting for which it counts.

    `exceptions`: the times that count for somebody else. They don't overlap: a holder has one acting officer at a time,
    and a complaint has one order at a time.
    """
    since = held.began
    for exception in _exceptions_within(held, exceptions):
        began = max(exception.began, since)
        ended = exception.ended if held.ended is None else min(exception.ended, held.ended)
        if since < began:
            yield HeldTime(held.posting_id, held.office_id, since, began)
        if began < ended:  # a piece of no length counts for nobody
            yield HeldTime(exception.posting_id, exception.office_id, began, ended)
        since = ended
    if held.ended is None or since < held.ended:
        yield HeldTime(held.posting_id, held.office_id, since, held.ended)


def credit_overdue_orders(orders: Iterable[OverdueOrder]) -> list[CreditException]:
    """Return for whom the time of overdue orders counts: the addressee, or the officer who acts for the addressee."""
    return [
        CreditException(piece.posting_id, piece.office_id, piece.began, piece.ended)
        for order in orders
        if order.began < order.ended
        for piece in split_by_accountable_posting(
            HeldTime(order.posting_id, order.office_id, order.began, order.ended), order.absences
        )
    ]


def _exceptions_within(held: HeldTime, exceptions: Iterable[CreditException]) -> Sequence[CreditException]:
    """Return the exceptions that overlap this time, the earliest first."""
    overlapping = (
        exception
        for exception in exceptions
        if exception.began < exception.ended
        and exception.ended > held.began
        and (held.ended is None or exception.began < held.ended)
    )
    return sorted(overlapping, key=lambda exception: exception.began)
