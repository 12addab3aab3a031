"""The delay bill: of every second between registration and now (or the end), who had it (domain.md, *SLA*).

An office has the seconds in which it held the complaint while a clock ran: the intersection of the two ledgers. The
seconds in which a report lay before a senior officer are that officer's. Those in which a question, or a resolution,
waited for the complainant are the complainant's. What is left, no clock ran for. The parts sum to the whole.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

NOTHING = timedelta()


@dataclass(frozen=True)
class Span:
    """`who` had the complaint from `began` to `ended`; until now, where that is None. Late from `due_at` on."""

    who: Hashable
    began: datetime
    ended: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True)
class BillPart:
    """One line of the bill. `late`: how much of it lay behind a deadline."""

    who: Hashable
    length: timedelta
    late: timedelta = NOTHING


@dataclass(frozen=True)
class Bill:
    """The parts in the order in which they first came up; together they are `total`."""

    parts: tuple[BillPart, ...]
    total: timedelta

    @property
    def late(self) -> timedelta:
        return sum((part.late for part in self.parts), NOTHING)


def intersection(held: Iterable[Span], ran: Sequence[Span]) -> list[Span]:
    """What the holders held while a clock ran: a span for each pair that overlaps, with the clock's deadline."""
    both = (
        Span(holder.who, max(holder.began, clock.began), _earlier(holder.ended, clock.ended), clock.due_at)
        for holder in held
        for clock in ran
    )
    return [span for span in both if span.ended is None or span.began < span.ended]


def bill(layers: Sequence[Sequence[Span]], rest: Hashable, *, since: datetime, until: datetime) -> Bill:
    """Charge each second to the first layer that covers it, and to `rest` what none does.

    Counted in whole seconds: every moment is cut down to its second first, so that the shown parts add up as well.
    """
    layers = [[_whole(span, until) for span in layer] for layer in layers]
    since, until = _second(since), max(_second(until), _second(since))
    moments = {edge for layer in layers for span in layer for edge in (span.began, span.ended, span.due_at)}
    edges = sorted({since, until} | {edge for edge in moments if edge and since < edge < until})
    parts: dict[Hashable, BillPart] = {}
    for began, ended in pairwise(edges):
        who, is_late = _owner(layers, began) or (rest, False)
        known, length = parts.get(who, BillPart(who, NOTHING)), ended - began
        parts[who] = BillPart(who, known.length + length, known.late + (length if is_late else NOTHING))
    return Bill(tuple(parts.values()), until - since)


def _owner(layers: Sequence[Sequence[Span]], at: datetime) -> tuple[Hashable, bool] | None:
    """Who had the second that begins now, and whether it lay behind a deadline of theirs."""
    for layer in layers:
        covering = [span for span in layer if span.began <= at < span.ended]
        if covering:
            who = covering[0].who
            return who, any(span.due_at and span.due_at <= at for span in covering if span.who == who)
    return None


def _whole(span: Span, until: datetime) -> Span:
    due_at = _second(span.due_at) if span.due_at else None
    return Span(span.who, _second(span.began), _second(span.ended or until), due_at)


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((end for end in (one, other) if end), default=None)
