"""Project how many complaints will be open in four weeks, if they arrive and are handled as they were lately.

For each week of arrival, some share of its complaints is still open. The projection assumes that complaints of a newer
week will be open to the same share when they reach that age:

1. Take the open complaints of each week four weeks further along these shares.
2. Add four weeks of new complaints, with the average arrivals of the last eight weeks. The fewest and the most arrivals
   of one of these weeks give the low and the high end of the range.
3. Complaints that are older than all the weeks are assumed to stay open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

WEEKS = 26
"""How many weeks of arrival are considered."""
WEEKS_AHEAD = 4
"""How many weeks ahead the projection looks."""
RECENT_WEEKS = 8
"""How many recent weeks give the number of new arrivals."""
FEWEST_ARRIVALS = 50
"""With fewer arrivals in the recent weeks there is no projection: one complaint more or less would change it."""


@dataclass(frozen=True)
class WeekOfArrival:
    """How many complaints were received in a week, and how many of them are still open."""

    received: int
    open: int


@dataclass(frozen=True)
class Projection:
    """How many complaints will be open in four weeks: about `middle`, and between `low` and `high`."""

    low: int
    middle: int
    high: int


def project_backlog(weeks: Sequence[WeekOfArrival], older: int) -> Projection | None:
    """Return the projection, or None if too few complaints arrived lately.

    `weeks`: the last WEEKS whole weeks, the latest first. `older`: the open complaints from before them.
    """
    arrivals = [week.received for week in weeks[:RECENT_WEEKS]]
    if sum(arrivals) < FEWEST_ARRIVALS:
        return None
    shares = open_shares_by_age(weeks)
    remaining = older + sum(
        week.open * _share_still_open_after_four_weeks(shares, age) for age, week in enumerate(weeks)
    )
    open_weeks = sum(shares[:WEEKS_AHEAD])
    low, middle, high = min(arrivals), sum(arrivals) / RECENT_WEEKS, max(arrivals)
    return Projection(*(round(remaining + a_week * open_weeks) for a_week in (low, middle, high)))


def open_shares_by_age(weeks: Sequence[WeekOfArrival]) -> list[float]:
    """Return the share that is open, by age in weeks. It never rises with the age.

    A week without arrivals has the share of the week after it.
    """
    shares = [week.open / week.received if week.received else 1.0 for week in weeks]
    return list(accumulate(shares, min))


def _share_still_open_after_four_weeks(shares: Sequence[float], age: int) -> float:
    """Return the share of complaints open at an age that are still open four weeks later.

    For the oldest weeks, the last week stands for the time beyond it.
    """
    later = shares[min(age + WEEKS_AHEAD, len(shares) - 1)]
    return later / shares[age] if shares[age] else 0.0
