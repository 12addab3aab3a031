"""The delay bill: it charges every second between registration and now (or the end) to one party.

Source: docs/rules.md, *SLA*.

An office is charged for the time in which it had the complaint while a clock ran, which is the intersection of the two
ledgers. While a report waits for a senior officer's decision, that officer is charged. While a question or a resolution
waits for the complainant, the complainant is charged. In the remaining time no clock ran. The parts add up to the
total.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise, product

NO_TIME = timedelta()


@dataclass(frozen=True)
class BillSpan:
    """`who` had the complaint from `began` to `ended` (None: until now). It is late from `due_at` on."""

    who: Hashable
    began: datetime
    ended: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True)
class BillPart:
    """One line of the bill. `late`: how much of it was after a deadline. `ended`: the end of its last second."""

    who: Hashable
    length: timedelta
    late: timedelta = NO_TIME
    ended: datetime | None = None


@dataclass(frozen=True)
class Bill:
    """The parts in the order of their first appearance. Together they are `total`."""

    parts: tuple[BillPart, ...]
    total: timedelta

    @property
    def late(self) -> timedelta:
        return sum((part.late for part in self.parts), NO_TIME)


def intersect_spans(holders: Iterable[BillSpan], clocks: Sequence[BillSpan]) -> list[BillSpan]:
    """Return the holders' time while a clock ran: a span for each overlapping pair, with the clock's deadline."""
    spans = []
    for holder, clock in product(holders, clocks):
        began = max(holder.began, clock.began)
        ended = min((end for end in (holder.ended, clock.ended) if end), default=None)
        if ended is None or began < ended:
            spans.append(BillSpan(holder.who, began, ended, clock.due_at))
    return spans


def charge_spans(layers: Sequence[Sequence[BillSpan]], rest: Hashable, *, since: datetime, until: datetime) -> Bill:
    """Charge each second to the first layer that covers it, or to `rest` if none does.

    All moments are first cut to whole seconds, so that the displayed parts add up as well.
    """
    layers = [[_cut_span_to_seconds(span, until) for span in layer] for layer in layers]
    since, until = _cut_to_second(since), max(_cut_to_second(until), _cut_to_second(since))
    moments = {edge for layer in layers for span in layer for edge in (span.began, span.ended, span.due_at)}
    edges = sorted({since, until} | {edge for edge in moments if edge and since < edge < until})
    parts: dict[Hashable, BillPart] = {}
    for began, ended in pairwise(edges):
        who, is_late = _covering_party(layers, began) or (rest, False)
        part, length = parts.get(who, BillPart(who, NO_TIME)), ended - began
        parts[who] = BillPart(who, part.length + length, part.late + (length if is_late else NO_TIME), ended)
    return Bill(tuple(parts.values()), until - since)


def _covering_party(layers: Sequence[Sequence[BillSpan]], at: datetime) -> tuple[Hashable, bool] | None:
    """Return who is charged for the second that begins at `at`, and whether it is after a deadline of theirs."""
    for layer in layers:
        covering = [span for span in layer if span.began <= at < span.ended]
        if covering:
            who = covering[0].who
            return who, any(span.due_at and span.due_at <= at for span in covering if span.who == who)
    return None


def _cut_span_to_seconds(span: BillSpan, until: datetime) -> BillSpan:
    due_at = _cut_to_second(span.due_at) if span.due_at else None
    return BillSpan(span.who, _cut_to_second(span.began), _cut_to_second(span.ended or until), due_at)


def _cut_to_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
