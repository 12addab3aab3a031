"""How old what is open is: of a large office the tallies know whole days, and only what was received on an age's edge's
own day is looked at row by row, on that side of the edge that has less of the day (docs/decisions/0027)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.utils.timezone import localdate

from complaints.rules.ages import AGES, LONGEST
from monitoring.tallies.pending_counts import start_of_day

DAY, MOMENT = timedelta(days=1), timedelta.resolution
COUNTED = AGES[:-1]
"""What is older is all that is left."""
AHEAD = DAY
"""Nothing was received later than so long after now."""


class Edge(NamedTuple):
    """The end of an age: what is younger is all from the day `first` on, and with `sign` what was received after one
    moment and until another."""

    age: str
    first: date
    sign: int
    after: datetime
    until: datetime


def edges(*, at: datetime) -> list[Edge]:
    """Of each age but the oldest, from the youngest on."""
    return [_edge(age, at - LONGEST[age]) for age in COUNTED]


def _edge(age: str, moment: datetime) -> Edge:
    day = localdate(moment)
    begins, ends = start_of_day(day), start_of_day(day + DAY)
    if moment - begins < ends - moment:
        return Edge(age, day, -1, begins - MOMENT, moment)
    return Edge(age, day + DAY, 1, moment, ends - MOMENT)


def pieces(*, at: datetime) -> list[tuple[datetime, datetime]]:
    """Each age but the oldest in one piece: after which moment and until which one it was received."""
    ends = [at - LONGEST[age] for age in COUNTED]
    return [(after, until) for until, after in pairwise([at + AHEAD, *ends])]


def apart(younger: Sequence[int]) -> list[int]:
    """Of each age alone, from how many are no older than it."""
    return [more - fewer for fewer, more in pairwise([0, *younger])]
