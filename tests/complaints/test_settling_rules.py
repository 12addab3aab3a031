"""The rules of settling, of names that lapse, and of ending an exclusion. No database."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.capacities import Capacity
from complaints.rules.exclusion import narrowing, settling
from complaints.rules.exclusion.narrowing import NarrowingState

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("category", "hours"),
    [("illegal_detention", 1), ("custodial_torture", 1), ("misbehaviour", 4), ("property_crime", 4)],
)
def test_detention_and_torture_are_settled_within_the_hour_and_all_else_within_four(category, hours):
    assert settling.settling_limit(category) == hours * HOUR


@pytest.mark.parametrize("has_derived_exclusion", [False, True])
@pytest.mark.parametrize("keep_from", ["", "no", "yes", "unknown"])
def test_an_exclusion_by_description_or_an_answer_that_is_not_no_has_to_be_settled(has_derived_exclusion, keep_from):
    needed = settling.needs_settling(has_derived_exclusion=has_derived_exclusion, keep_from=keep_from)
    assert needed == (has_derived_exclusion or keep_from in {"yes", "unknown"})


def test_a_name_beyond_place_and_post_that_the_cpo_did_not_give_lapses_and_the_police_heads_always():
    lapse_times = {
        (within, central, head): settling.name_lapse_time(
            is_within_place_and_post=within, is_by_central_cell=central, heads_the_police=head, at=AT
        )
        for within, central, head in product([False, True], repeat=3)
    }
    for key, lapse_time in lapse_times.items():
        assert lapse_time == (None if (key[0] or key[1]) and not key[2] else AT + 72 * HOUR), key


def test_a_name_lapses_at_its_time_unless_it_is_confirmed():
    at = AT + 72 * HOUR
    assert settling.has_lapsed(at, confirmed_at=None, at=at)
    assert not settling.has_lapsed(at, confirmed_at=None, at=at - timedelta.resolution)
    assert not settling.has_lapsed(at, confirmed_at=AT, at=at)
    assert not settling.has_lapsed(None, confirmed_at=None, at=at)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", OfficeKind)
@pytest.mark.parametrize("is_outside_line", [False, True])
@pytest.mark.parametrize("has_approved", [False, True])
def test_only_an_operator_of_the_cpo_outside_the_line_approves_and_nobody_twice(
    role, kind, is_outside_line, has_approved
):
    held = frozenset({Capacity.CELL} if is_outside_line and role is Role.COMPLAINT_OPERATOR else ())
    may = narrowing.may_approve_narrowing(
        held=held, role=role, office_kind=kind, officer_id=7, approved_by=[7] if has_approved else [8]
    )
    expected = (role, kind) == (Role.COMPLAINT_OPERATOR, OfficeKind.CENTRAL) and is_outside_line and not has_approved
    assert may == expected


@pytest.mark.parametrize("kind", OfficeKind)
@pytest.mark.parametrize("is_head", [False, True])
@pytest.mark.parametrize("capacity", [None, *Capacity])
@pytest.mark.parametrize("has_part", [False, True])
def test_a_monitor_or_the_head_of_the_cpo_who_had_no_part_in_it_decides_on_an_objection(
    kind, is_head, capacity, has_part
):
    may = narrowing.may_decide_objection(
        held=frozenset({capacity} if capacity else ()),
        office_kind=kind,
        is_head=is_head,
        officer_id=7,
        involved=[7] if has_part else [8],
    )
    decides = capacity is Capacity.MONITOR or (is_head and kind is OfficeKind.CENTRAL and capacity is not None)
    assert may == (decides and not has_part)


def test_the_states_of_a_request_follow_each_other():
    at = {"approved_at": AT, "objected_at": AT, "ended_at": AT}
    none = dict.fromkeys(at)
    states = [none, none | {"approved_at": AT}, none | {"approved_at": AT, "objected_at": AT}, at]
    assert [narrowing.narrowing_state(**times) for times in states] == [
        NarrowingState.WAITS_FOR_APPROVAL,
        NarrowingState.WAITS_FOR_COMPLAINANT,
        NarrowingState.OBJECTED,
        NarrowingState.ENDED,
    ]
    assert narrowing.takes_effect_at(AT) == AT + 24 * HOUR


def test_an_unannounced_narrowing_begins_its_day_when_it_is_read_and_is_refused_after_thirty():
    later = AT + 40 * HOUR
    assert narrowing.takes_effect_at(AT, is_unannounced=True) is None
    assert narrowing.takes_effect_at(AT, is_unannounced=True, seen_at=later) == later + 24 * HOUR
    assert narrowing.takes_effect_at(AT, is_unannounced=False, seen_at=later) == AT + 24 * HOUR
    month = AT + timedelta(days=30)
    cases = [(True, None, month), (True, None, month - HOUR), (True, later, month), (False, None, month)]
    refused = [narrowing.is_refused_unread(AT, is_unannounced=a, seen_at=b, at=c) for a, b, c in cases]
    assert refused == [True, False, False, False]
    assert {key for key in OpenedBy if not narrowing.counts_as_read(key)} == {OpenedBy.OFFICERS_KEY}
