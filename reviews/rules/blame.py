"""Whose a delay was: of the time that a clock ran until its deadline, how much each posting had the complaint.

Of one clock and one cycle. The cell's time is its office's head's, and while that post is vacant the nearest head's
above; leave is the cover's, an overdue order its addressee's (complaints.rules.time_credit). Pauses are nobody's,
because no clock runs in them; so a hand-over five minutes before the deadline moves five minutes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from complaints.rules.time_credit import Held, Instead, credited

NOTHING = timedelta()


@dataclass(frozen=True)
class Tenure:
    """A posting headed an office from `began` to `ended`; None while it does."""

    posting_id: int
    office_id: int
    began: datetime
    ended: datetime | None = None

    def covers(self, at: datetime) -> bool:
        return self.began <= at and (self.ended is None or at < self.ended)


@dataclass(frozen=True)
class Ran:
    """The clock ran from `began` to `ended`."""

    began: datetime
    ended: datetime


def to_heads(held: Held, line: Sequence[Sequence[Tenure]], *, until: datetime) -> Iterator[Held]:
    """A cell's time as its heads'. `line`: the heads of its office, of the one above it, and so on.

    What nobody headed keeps no posting.
    """
    if held.posting_id is not None:
        yield held
        return
    ended = min(held.ended or until, until)
    moments = {edge for heads in line for head in heads for edge in (head.began, head.ended)}
    edges = sorted({held.began, ended} | {edge for edge in moments if edge and held.began < edge < ended})
    for began, then in pairwise(edges):
        head = next((head for heads in line for head in heads if head.covers(began)), None)
        yield Held(head and head.posting_id, head.office_id if head else held.office_id, began, then)


def on_duty(held: Held, absences: Mapping[int, Sequence[Instead]]) -> Iterator[Held]:
    """The same time, with the leave of whoever had it as their cover's. `absences` by posting."""
    yield from credited(held, absences.get(held.posting_id, ())) if held.posting_id else [held]


def seconds_held(pieces: Iterable[Held], ran: Sequence[Ran]) -> dict[int | None, timedelta]:
    """How much of the running time each posting had; None is nobody's."""
    sums: dict[int | None, timedelta] = {}
    for piece in pieces:
        for run in ran:
            began, ended = max(piece.began, run.began), min(piece.ended or run.ended, run.ended)
            if began < ended:
                sums[piece.posting_id] = sums.get(piece.posting_id, NOTHING) + (ended - began)
    return sums


def shares(held: Mapping[int | None, timedelta], officers: Mapping[int, int]) -> dict[int, float]:
    """Of the whole, each officer's part (0 to 1). `officers`: whose each posting is; one may hold several."""
    whole, parts = sum(held.values(), NOTHING), dict[int, float]()
    for posting_id, length in held.items():
        if posting_id is not None and whole:
            officer = officers[posting_id]
            parts[officer] = parts.get(officer, 0.0) + length / whole
    return parts


def also_flagged(parts: Mapping[int, float], *, holder: int, above: float) -> set[int]:
    """Who is flagged beside the holder of record: whoever had more than `above` of it."""
    return {officer for officer, part in parts.items() if part > above and officer != holder}
