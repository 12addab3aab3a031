"""Decide when a sweep is suspiciously large. An outage or a wrong holiday is likelier than a thousand idle officers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from statistics import median

from complaints.rules.clock import PROMISED, Clock

USUAL_DAYS = 28
"""How many days back the usual number is computed from."""
FEWEST_DAYS = 7
"""With fewer days than this, the usual number is unknown."""
DAY = timedelta(days=1)

NEVER_HELD = frozenset({Clock.PRESSURE, Clock.URGENT, Clock.REFERRAL, Clock.SETTLING, Clock.LISTENING})
"""Clocks that protect a person under pressure, in custody, hurt or missing, also of a voice note that nobody has heard.

They never wait for a monitor.
"""


class Batch(StrEnum):
    """Clocks that are judged together. One batch can be held while the other is swept as usual."""

    PROMISED = "promised"  # clocks promised to complainants: most clocks, and those that a calendar moves
    INSIDE = "inside"  # calls, orders, verifications


CLOCKS_OF_BATCH = {Batch.PROMISED: PROMISED, Batch.INSIDE: frozenset(Clock) - PROMISED - NEVER_HELD}
BATCH_OF = {clock: batch for batch, clocks in CLOCKS_OF_BATCH.items() for clock in clocks}


def clocks_of_batches(batches: Collection[str]) -> frozenset[Clock]:
    """Return the clocks of these batches."""
    return frozenset(clock for batch in batches for clock in CLOCKS_OF_BATCH[Batch(batch)])


@dataclass(frozen=True)
class BreakerLimits:
    """The limits of the circuit breaker.

    Up to `floor` breaches at once are always accepted. More are accepted if they exceed neither `times_usual` times the
    usual number in this hour of the day, nor the `share` of the running clocks.
    """

    floor: int
    times_usual: float
    share: float


def usual_number_of_expiries(counts: list[int]) -> float | None:
    """Return how many clocks usually expire in one hour of the day, or None if too few days are known.

    `counts`: the number that expired in that hour on each day. The result is their median, so that an outage of last
    week does not make the next one look usual.
    """
    return median(counts) if len(counts) >= FEWEST_DAYS else None


def is_abnormally_many(due: int, *, usual: float | None, open_now: int, limits: BreakerLimits) -> bool:
    """Return whether a person must check so many breaches at once before they are recorded."""
    if due <= limits.floor:
        return False
    return due > limits.share * open_now or (usual is not None and due > limits.times_usual * usual)
