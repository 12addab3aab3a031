"""Medians of what is kept in buckets: sixteen an octave of minutes, each 4.4 % wide (`tally_contribution`).

The time that is given lies in the bucket of the one that an exact count would give, so it is off by at most 4.5 %.
"""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil

AN_OCTAVE = 16
MINUTE = timedelta(minutes=1)


def quantile(buckets: Mapping[int, int], share: float) -> timedelta | None:
    """The time within which at least that share was done: the smallest of those, told by their place in its bucket.

    `buckets`: how many lie in each, by its number. None where there are none; what took less than a minute, took one.
    """
    rank = ceil(share * sum(buckets.values()))
    for bucket, number in sorted(buckets.items()):
        if number and rank <= number:
            return MINUTE * 2 ** ((bucket + (rank - 0.5) / number) / AN_OCTAVE)
        rank -= number
    return None
