"""Ranks, the tree's table of parents, and path arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules import office_tree
from accounts.rules.office_tree import ALLOWED_PARENTS, OfficeKind, may_be_below
from accounts.rules.ranks import Rank, is_at_least

codes = st.from_regex(r"\A[a-z0-9][a-z0-9_]{0,6}\Z")
paths = st.lists(codes, min_size=1, max_size=6).map(lambda parts: "/".join(parts) + "/")


def test_dsp_and_asp_are_one_step_of_the_ladder():
    assert Rank.DSP.level == Rank.ASP.level == 6
    assert is_at_least(Rank.ASP, Rank.DSP)
    assert is_at_least(Rank.DSP, Rank.ASP)


def test_the_ladder_climbs_from_constable_to_inspector_general():
    levels = [rank.level for rank in Rank]
    assert levels == sorted(levels)
    assert (levels[0], levels[-1]) == (1, 11)


def test_an_inspector_is_below_the_floor_of_a_conduct_complaint_and_a_civilian_below_any():
    assert not is_at_least(Rank.IP, Rank.DSP)
    assert not is_at_least(None, Rank.PC)


@pytest.mark.parametrize(
    ("kind", "parent"),
    [("station", "circle"), ("circle", "district"), ("circle", "division"), ("district", "region"), ("central", None)],
)
def test_an_office_stands_under_the_kind_above_it(kind, parent):
    assert may_be_below(kind, parent)


@pytest.mark.parametrize(
    ("kind", "parent"),
    [("station", "district"), ("district", "central"), ("central", "region"), ("region", None), ("unit", "station")],
)
def test_an_office_stands_nowhere_else(kind, parent):
    assert not may_be_below(kind, parent)


def test_no_chain_of_parents_comes_back_to_its_own_kind():
    def above(kind):
        return ALLOWED_PARENTS[kind] | {higher for parent in ALLOWED_PARENTS[kind] for higher in above(parent)}

    assert all(kind not in above(kind) for kind in OfficeKind)


def test_a_code_that_begins_like_another_is_not_within_it():
    assert not office_tree.is_within("punjab/sadar_2/", "punjab/sadar/")
    assert office_tree.is_within("punjab/sadar/", "punjab/sadar/")


@given(paths, codes)
def test_an_office_is_within_each_of_its_line_and_above_only_what_is_below(path, code):
    below = office_tree.path_for_code(code, path)
    assert all(office_tree.is_within(below, above) for above in office_tree.paths_from_root(below))
    assert office_tree.is_above(path, below)
    assert not office_tree.is_above(below, path)
    assert not office_tree.is_above(path, path)
    assert office_tree.ancestor_paths(below) == office_tree.paths_from_root(path)[::-1]
