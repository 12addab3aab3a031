"""The attribution of a delay, to the second."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.time_credit import CreditException, HeldTime
from reviews.rules.delay_attribution import (
    ClockSpan,
    HeadTenure,
    credit_leave_to_covers,
    officers_above_share,
    shares_of_officers,
    split_by_office_head,
    time_held_by_posting,
)

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
BILAL, LATIF, SDPO, DPO, RPO = 1, 2, 3, 4, 5  # postings, and in these tests their officers too
CIRCLE, DISTRICT = 10, 20
OFFICERS = {posting: posting for posting in (BILAL, LATIF, SDPO, DPO, RPO)}


def hour(number: float) -> datetime:
    return NINE + timedelta(hours=number)


def parts(*pieces: HeldTime, ran=((0, 8),)) -> dict[int, float]:
    return shares_of_officers(time_held_by_posting(pieces, [ClockSpan(hour(a), hour(b)) for a, b in ran]), OFFICERS)


def test_a_hand_over_five_minutes_before_the_deadline_transfers_five_minutes():
    found = parts(
        HeldTime(BILAL, CIRCLE, hour(0), hour(8) - timedelta(minutes=5)),
        HeldTime(LATIF, CIRCLE, hour(8) - timedelta(minutes=5)),
    )
    assert round(found[BILAL], 4) == 0.9896
    assert officers_above_share(found, holder=LATIF, above=0.25) == {BILAL}


def test_exactly_a_quarter_is_not_above_a_quarter():
    found = parts(HeldTime(BILAL, CIRCLE, hour(0), hour(2)), HeldTime(LATIF, CIRCLE, hour(2)))
    assert found == {BILAL: 0.25, LATIF: 0.75}
    assert officers_above_share(found, holder=LATIF, above=0.25) == set()


def test_a_pause_counts_for_nobody():
    found = parts(HeldTime(BILAL, CIRCLE, hour(0), hour(6)), HeldTime(LATIF, CIRCLE, hour(6)), ran=((0, 2), (6, 8)))
    assert found == {BILAL: 0.5, LATIF: 0.5}


def test_the_cells_time_counts_for_its_head_or_the_next_head_above():
    line = [
        [HeadTenure(DPO, DISTRICT, hour(-9), hour(2)), HeadTenure(SDPO, DISTRICT, hour(4))],
        [HeadTenure(RPO, 30, hour(-9))],
    ]
    pieces = list(split_by_office_head(HeldTime(None, DISTRICT, hour(0)), line, until=hour(8)))
    assert parts(*pieces) == {DPO: 0.25, RPO: 0.25, SDPO: 0.5}


def test_time_without_any_head_counts_for_nobody():
    assert list(split_by_office_head(HeldTime(None, DISTRICT, hour(0), hour(1)), [[], []], until=hour(8))) == [
        HeldTime(None, DISTRICT, hour(0), hour(1))
    ]
    assert parts(HeldTime(None, DISTRICT, hour(0), hour(1))) == {}


def test_leave_counts_for_the_cover():
    away = {BILAL: [CreditException(LATIF, CIRCLE, hour(2), hour(6))]}
    pieces = list(credit_leave_to_covers(HeldTime(BILAL, CIRCLE, hour(0)), away))
    assert parts(*pieces) == {BILAL: 0.5, LATIF: 0.5}


@given(
    st.lists(st.integers(0, 100_000), min_size=2, max_size=12, unique=True),
    st.lists(st.integers(0, 100_000), min_size=2, max_size=6, unique=True),
)
def test_the_shares_add_up_to_the_time_that_was_held(cuts, stops):
    cuts, stops = sorted(cuts), sorted(stops)
    held = [
        HeldTime(number % 5 + 1, CIRCLE, NINE + timedelta(seconds=a), NINE + timedelta(seconds=b))
        for number, (a, b) in enumerate(itertools.pairwise(cuts))
    ]
    ran = [
        ClockSpan(NINE + timedelta(seconds=a), NINE + timedelta(seconds=b))
        for a, b in list(itertools.pairwise(stops))[::2]
    ]
    sums = time_held_by_posting(held, ran)
    both = sum(
        max(0, min(b, stop) - max(a, start))
        for a, b in itertools.pairwise(cuts)
        for start, stop in list(itertools.pairwise(stops))[::2]
    )
    assert sum(sums.values(), timedelta()) == timedelta(seconds=both)
    assert not sums or abs(sum(shares_of_officers(sums, OFFICERS).values()) - 1) < 1e-9
