"""When a sweep is too large to be true: an outage or a wrong holiday, not a thousand idle officers at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from statistics import median

from complaints.rules.clock import PROMISED, Clock

DAYS = 28
"""How far back the usual is looked for."""
LEAST_DAYS = 7
"""Of fewer days than these nobody knows what is usual."""
DAY = timedelta(days=1)

NEVER_HELD = frozenset({Clock.PRESSURE, Clock.URGENT, Clock.REFERRAL})
"""They guard a person: whoever is pressed, detained, hurt or missing does not wait until a monitor has looked."""


class Batch(StrEnum):
    """What is judged together. Of two batches one may be held while the other is swept as ever."""

    PROMISED = "promised"  # what complainants were promised: the mass, and what a calendar moves
    INSIDE = "inside"  # calls, orders, verifications


CLOCKS = {Batch.PROMISED: PROMISED, Batch.INSIDE: frozenset(Clock) - PROMISED - NEVER_HELD}
BATCH_OF = {clock: batch for batch, clocks in CLOCKS.items() for clock in clocks}


def clocks_of(batches: Collection[str]) -> frozenset[Clock]:
    """The clocks that are held with these batches."""
    return frozenset(clock for batch in batches for clock in CLOCKS[Batch(batch)])


@dataclass(frozen=True)
class Limits:
    """Up to `floor` breaches at once are always believed; beyond, neither of the others may be passed.

    `times_usual`: what usually runs out in this hour of the day, so many times. `share`: of what is open.
    """

    floor: int
    times_usual: float
    share: float


def usual(counts: list[int]) -> float | None:
    """How many clocks usually run out in one hour of the day; None while too few days are known.

    `counts`: what ran out in that hour, day by day. The median, so that an outage of last week does not make the next
    one look usual.
    """
    return median(counts) if len(counts) >= LEAST_DAYS else None


def is_abnormal(due: int, *, usual: float | None, open_now: int, limits: Limits) -> bool:
    """Whether so many breaches at once have to be looked at by a person first."""
    if due <= limits.floor:
        return False
    return due > limits.share * open_now or (usual is not None and due > limits.times_usual * usual)
