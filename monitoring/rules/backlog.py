"""How much will be open in four weeks, if complaints go on arriving and being dealt with as they were lately.

What was received some weeks ago is open to a certain share: so much of what is newer will still be open at that age.
Each week's complaints that are open now are carried four weeks further along these shares; four weeks of new ones are
added, as many as arrived in an average week of the last eight; from the fewest to the most of any of them is the
range. What is older than all the weeks is taken to stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

WEEKS = 26
"""So far back weeks are told apart."""
AHEAD = 4
LATELY = 8
LEAST = 50
"""Of fewer arrivals in those last weeks nothing is said: one more or less would be another projection."""


@dataclass(frozen=True)
class Week:
    """What was received in a week, and how much of it is still open."""

    received: int
    open: int


@dataclass(frozen=True)
class Projection:
    """How much is open in four weeks: about `middle`, and between `low` and `high`."""

    low: int
    middle: int
    high: int


def project(weeks: Sequence[Week], older: int) -> Projection | None:
    """`weeks`: WEEKS of them, the latest first. `older`: open ones from before. None: too few to say anything."""
    arrivals = [week.received for week in weeks[:LATELY]]
    if sum(arrivals) < LEAST:
        return None
    shares = still_open(weeks)
    carried = older + sum(week.open * _left(shares, age) for age, week in enumerate(weeks))
    new = sum(shares[:AHEAD])
    return Projection(*(round(carried + some * new) for some in (min(arrivals), sum(arrivals) / LATELY, max(arrivals))))


def still_open(weeks: Sequence[Week]) -> list[float]:
    """By age in weeks, which share is open; never more than of what is newer. A week without any is as the last one."""
    shares = [week.open / week.received if week.received else 1.0 for week in weeks]
    return list(accumulate(shares, min))


def _left(shares: Sequence[float], age: int) -> float:
    """Of what is open at an age, how much still is four weeks later. The oldest weeks are carried to the last one."""
    later = shares[min(age + AHEAD, len(shares) - 1)]
    return later / shares[age] if shares[age] else 0.0
