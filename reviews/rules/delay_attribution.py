"""Attribute a delay: how much of the running time of a clock, up to its deadline, each posting had the complaint.

The calculation is for one clock in one cycle. The time of a complaint cell counts for the head of its office or, while
that post is vacant, for the nearest head above it. Time on leave counts for the cover, and the time of an overdue order
for its addressee (complaints.rules.time_credit). Pauses count for nobody, because no clock runs. A hand-over five
minutes before the deadline therefore transfers only five minutes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from complaints.rules.time_credit import CreditException, HeldTime, split_by_accountable_posting

NO_TIME = timedelta()


@dataclass(frozen=True)
class HeadTenure:
    """The time in which a posting headed an office. `ended` is None while it still does."""

    posting_id: int
    office_id: int
    began: datetime
    ended: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Return whether the posting headed the office at that moment."""
        return self.began <= at and (self.ended is None or at < self.ended)


@dataclass(frozen=True)
class ClockSpan:
    """One interval in which the clock ran."""

    began: datetime
    ended: datetime


def split_by_office_head(
    holding: HeldTime, line: Sequence[Sequence[HeadTenure]], *, until: datetime
) -> Iterator[HeldTime]:
    """Split the time of a complaint cell into the times of the heads who answer for it.

    `line`: the heads of the cell's office, then those of the office above it, and so on. Time for which there was no
    head keeps no posting. Time that a posting held is returned unchanged.
    """
    if holding.posting_id is not None:
        yield holding
        return
    ended = min(holding.ended or until, until)
    moments = {edge for heads in line for head in heads for edge in (head.began, head.ended)}
    edges = sorted({holding.began, ended} | {edge for edge in moments if edge and holding.began < edge < ended})
    for began, ended in pairwise(edges):
        head = next((head for heads in line for head in heads if head.covers(began)), None)
        yield HeldTime(head and head.posting_id, head.office_id if head else holding.office_id, began, ended)


def credit_leave_to_covers(holding: HeldTime, absences: Mapping[int, Sequence[CreditException]]) -> Iterator[HeldTime]:
    """Split the time so that the holder's leave counts for the cover. `absences`: the leaves of each posting."""
    yield from (
        split_by_accountable_posting(holding, absences.get(holding.posting_id, ())) if holding.posting_id else [holding]
    )


def time_held_by_posting(pieces: Iterable[HeldTime], spans: Sequence[ClockSpan]) -> dict[int | None, timedelta]:
    """Return how much of the running time each posting had. The key None has the time that counts for nobody."""
    totals: dict[int | None, timedelta] = {}
    for piece in pieces:
        for run in spans:
            began, ended = max(piece.began, run.began), min(piece.ended or run.ended, run.ended)
            if began < ended:
                totals[piece.posting_id] = totals.get(piece.posting_id, NO_TIME) + (ended - began)
    return totals


def shares_of_officers(time_held: Mapping[int | None, timedelta], officers: Mapping[int, int]) -> dict[int, float]:
    """Return each officer's share (0 to 1) of the total time.

    `officers`: the officer of each posting. An officer may hold several.
    """
    total, shares = sum(time_held.values(), NO_TIME), dict[int, float]()
    for posting_id, duration in time_held.items():
        if posting_id is not None and total:
            officer = officers[posting_id]
            shares[officer] = shares.get(officer, 0.0) + duration / total
    return shares


def officers_above_share(shares: Mapping[int, float], *, holder: int, above: float) -> set[int]:
    """Return the officers other than the holder of record whose share is greater than `above`; they are flagged too."""
    return {officer for officer, share in shares.items() if share > above and officer != holder}
