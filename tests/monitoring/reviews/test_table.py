"""The table of a review's moves, compared with a second copy in the words of the manual."""

import pytest

from reviews.rules import Stage
from reviews.rules.review_capacities import ReviewCapacity
from reviews.rules.review_moves import REVIEW_MOVES, permitted_moves
from reviews.rules.review_stages import AFTER_EXPLANATION, UNDECIDED, StageLimits

# move: from → to (=: the stage stays), by capacity.
MANUAL = """
call            flagged                             > called           system
explain         called silent                       > explained        officer
wait            called                              > =                system
fall_silent     called                              > silent           system
decide          explained silent remanded           > decided          authority
refer_up        explained silent remanded           > decided          system
appeal          decided                             > appealed         officer
decide_finally  appealed                            > decided_finally  authority
remand          appealed                            > remanded         recorder
pass_up         explained silent appealed remanded  > =                system
escalate        explained silent appealed remanded  > =                system
record_order    decided appealed decided_finally    > closed           recorder
close           decided decided_finally             > closed           system
"""


def rows():
    for line in MANUAL.strip().splitlines():
        left, right = line.split(">")
        name, *sources = left.split()
        target, *by = right.split()
        yield name, (set(sources), None if target == "=" else target, set(by))


TABLE = dict(rows())


def test_the_moves_match_the_manuals_table():
    assert {name: (set(move.sources), move.target, set(move.by)) for name, move in REVIEW_MOVES.items()} == TABLE


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("capacity", ReviewCapacity)
def test_a_capacity_is_offered_only_its_own_moves(stage, capacity):
    offered = {move.name for move in permitted_moves(stage, {capacity})}
    assert offered == {name for name, (sources, _, by) in TABLE.items() if stage in sources and capacity in by}


def test_nothing_is_decided_before_the_officer_was_heard():
    for name in ("remand", "decide", "refer_up", "decide_finally", "appeal", "record_order", "close"):
        assert REVIEW_MOVES[name].sources <= AFTER_EXPLANATION


def test_no_move_leaves_the_end_and_every_stage_can_reach_it():
    assert not any(Stage.CLOSED in move.sources for move in REVIEW_MOVES.values())
    reached, before = {Stage.CLOSED}, set()
    while reached != before:
        before = set(reached)
        reached |= {stage for move in REVIEW_MOVES.values() if move.target in before for stage in move.sources}
    assert reached == set(Stage)


def test_an_appeal_is_possible_once_because_no_move_leads_back():
    order = list(Stage)
    back = {
        name
        for name, move in REVIEW_MOVES.items()
        for one in move.sources
        if move.target and order.index(move.target) < order.index(one)
    }
    assert back == {"explain", "decide", "refer_up"}  # a late explanation; a decision that the government sent back
    assert {one for one in REVIEW_MOVES["decide"].sources if order.index(one) > order.index(Stage.DECIDED)} == {
        Stage.REMANDED
    }
    assert REVIEW_MOVES["appeal"].sources == {Stage.DECIDED}


def test_every_stage_except_the_first_and_the_last_has_a_limit():
    assert {stage for stage in Stage if StageLimits().limit_of(stage)} == set(Stage) - {Stage.FLAGGED, Stage.CLOSED}
    assert {
        stage
        for stage in Stage
        if any(ReviewCapacity.AUTHORITY in m.by and stage in m.sources for m in REVIEW_MOVES.values())
    } == UNDECIDED
