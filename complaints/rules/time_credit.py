"""Whose a complaint's time is, second by second (domain.md, *SLA*): its holder's.

But what an overdue order takes is its addressee's, and the leave of either is their cover's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Held:
    """A posting at an office (no posting: its cell) had it from `began` to `ended`; until now, where that is None."""

    posting_id: int | None
    office_id: int
    began: datetime
    ended: datetime | None = None


@dataclass(frozen=True)
class Instead:
    """From `began` to `ended` it is not the holder's: a cover's, or an overdue order's addressee's."""

    posting_id: int
    office_id: int
    began: datetime
    ended: datetime


@dataclass(frozen=True)
class Overdue:
    """An order was owed by a posting, past its date, from `began` to `ended`; `absences` are that posting's leaves."""

    posting_id: int
    office_id: int
    began: datetime
    ended: datetime
    absences: Sequence[Instead] = ()


def credited(held: Held, others: Iterable[Instead]) -> Iterator[Held]:
    """The same time in pieces, in order and without a gap: another's where one of `others` lasts, else the holder's.

    No two of them overlap: a holder has one cover at a time, a complaint one order.
    """
    since = held.began
    for other in _within(held, others):
        began, ended = max(other.began, since), _earlier(other.ended, held.ended)
        if since < began:
            yield Held(held.posting_id, held.office_id, since, began)
        if began < ended:  # what was held for no time at all is nobody's
            yield Held(other.posting_id, other.office_id, began, ended)
        since = ended
    if held.ended is None or since < held.ended:
        yield Held(held.posting_id, held.office_id, since, held.ended)


def owed(orders: Iterable[Overdue]) -> list[Instead]:
    """Whose the time of overdue orders is."""
    return [
        Instead(piece.posting_id, piece.office_id, piece.began, piece.ended)
        for order in orders
        if order.began < order.ended
        for piece in credited(Held(order.posting_id, order.office_id, order.began, order.ended), order.absences)
    ]


def _within(held: Held, others: Iterable[Instead]) -> Sequence[Instead]:
    """Those that share time with it, the earliest first."""
    shared = (
        one
        for one in others
        if one.began < one.ended and one.ended > held.began and (held.ended is None or one.began < held.ended)
    )
    return sorted(shared, key=lambda one: one.began)


def _earlier(one: datetime, other: datetime | None) -> datetime:
    return one if other is None else min(one, other)
