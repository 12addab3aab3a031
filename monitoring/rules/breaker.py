"""When a sweep is too large to be true: an outage or a wrong holiday, not a thousand idle officers at once."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

DAYS = 28
"""How far back the usual is looked for."""
LEAST_DAYS = 7
"""Of fewer days than these nobody knows what is usual."""
DAY = timedelta(days=1)


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
