"""Quantiles of times that are stored in buckets: sixteen to an octave of minutes, each 4.4 % wide.

`tally_contribution` sorts the time to the report into these buckets (facet `hours`). A quantile computed from them lies
in the same bucket as the exact one, so it is off by at most 4.5 %.
"""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil

BUCKETS_PER_OCTAVE = 16
MINUTE = timedelta(minutes=1)


def interpolate_quantile(buckets: Mapping[int, int], share: float) -> timedelta | None:
    """Return the shortest time within which at least this share was done, interpolated inside its bucket.

    `buckets`: the number of times in each bucket, by the number of the bucket. Times below a minute count as one
    minute. None if there are none.
    """
    rank = ceil(share * sum(buckets.values()))
    for bucket, number in sorted(buckets.items()):
        if number and rank <= number:
            return MINUTE * 2 ** ((bucket + (rank - 0.5) / number) / BUCKETS_PER_OCTAVE)
        rank -= number
    return None
