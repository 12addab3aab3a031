"""The median computed from buckets equals the exact one within the width of a bucket."""

from collections import Counter
from datetime import timedelta
from math import ceil, floor, log2

from hypothesis import given
from hypothesis import strategies as st

from monitoring.tallies.durations import interpolate_quantile

TIMES = st.lists(st.floats(1, 2_000_000), min_size=1, max_size=60)


@given(TIMES, st.sampled_from([0.5, 0.9]))
def test_it_is_off_by_at_most_four_and_a_half_percent(minutes, share):
    exact = sorted(minutes)[ceil(share * len(minutes)) - 1]
    told = interpolate_quantile(Counter(floor(16 * log2(minute)) for minute in minutes), share)
    assert abs(told / timedelta(minutes=exact) - 1) <= 0.045


def test_of_nothing_there_is_none():
    assert interpolate_quantile({}, 0.5) is None
    assert interpolate_quantile({3: 0}, 0.5) is None
