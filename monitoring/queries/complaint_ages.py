"""Divide open complaints into ages (docs/decisions/0027).

The limit between two ages is a moment inside a day. The tallies know whole days, so only complaints received on that
day are counted one by one, on the side of the limit that has the smaller part of the day.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.utils.timezone import localdate

from complaints.rules.complaint_age_groups import AGE_GROUPS, UPPER_BOUNDS
from web.calendar_days import start_of_day

DAY, MOMENT = timedelta(days=1), timedelta.resolution
COUNTED_AGES = AGE_GROUPS[:-1]
"""The ages that are counted. The remaining complaints have the oldest age."""
LATEST_RECEIPT = DAY
"""No complaint was received later than this after now."""


class AgeLimit(NamedTuple):
    """The limit of an age. Younger complaints are those received from the day `first` on, corrected by a part of a day.

    The correction: with `sign`, add or subtract the complaints received after one moment and up to another.
    """

    age: str
    first: date
    sign: int
    after: datetime
    until: datetime


def age_limits(*, at: datetime) -> list[AgeLimit]:
    """Return the limit of each age except the oldest, beginning with the youngest."""
    return [_limit_of_age(age, at - UPPER_BOUNDS[age]) for age in COUNTED_AGES]


def _limit_of_age(age: str, moment: datetime) -> AgeLimit:
    day = localdate(moment)
    begins, ends = start_of_day(day), start_of_day(day + DAY)
    if moment - begins < ends - moment:
        return AgeLimit(age, day, -1, begins - MOMENT, moment)
    return AgeLimit(age, day + DAY, 1, moment, ends - MOMENT)


def split_by_age(up_to_age: Sequence[int]) -> list[int]:
    """Return the number of complaints of each age. `up_to_age`: for each age, how many are of it or younger."""
    return [up_to_this - younger for younger, up_to_this in pairwise([0, *up_to_age])]
