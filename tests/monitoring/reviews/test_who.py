"""Who decides a review: the rules and the authority by rank, and the officers who are barred."""

from dataclasses import dataclass, replace

import pytest

from accounts.rules.office_tree import OfficeKind
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from reviews.rules.deciding_authority import (
    Authority,
    RuleSet,
    authority_for_rank,
    next_authority,
    path_of_deciding_office,
    rule_set_of_rank,
)
from reviews.rules.review_capacities import ReviewActor, ReviewCapacity, ReviewCase, capacities_in_review

# rank: rules, authority (shared/data/ranks.csv, columns discipline_rules and discipline_authority)
BY_RANK = {
    **dict.fromkeys(("PC", "HC", "ASI", "SI"), ("efficiency_1975", "district")),
    "IP": ("efficiency_1975", "region"),
    **dict.fromkeys(("DSP", "ASP", "SP", "SSP"), ("efficiency_1999", "province")),
    **dict.fromkeys(("DIG", "ADDL_IG", "IG"), ("federal", "government")),
}
LINE = {
    "punjab/": OfficeKind.CENTRAL,
    "punjab/region/": OfficeKind.REGION,
    "punjab/region/lahore/": OfficeKind.DISTRICT,
    "punjab/region/lahore/circle/": OfficeKind.CIRCLE,
    "punjab/region/lahore/circle/station/": OfficeKind.STATION,
}
STATION, DISTRICT, REGION, CENTRAL = [*LINE][4], [*LINE][2], [*LINE][1], next(iter(LINE))


@dataclass(frozen=True)
class Post:
    officer_id: int
    office_id: int
    office_path: str
    office_kind: OfficeKind
    role: Role = Role.SUPERVISOR
    is_head: bool = True
    seat_of: tuple[int, str] | None = None  # an acting head: the head, and the path of the officer's own posting

    @property
    def officers(self) -> set[int]:
        return {self.officer_id, *(self.seat_of[:1] if self.seat_of else ())}

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.office_path, *(self.seat_of[1:] if self.seat_of else ()))


LATE, DPO, BRANCH, SHO = 1, Post(2, 20, DISTRICT, OfficeKind.DISTRICT), 3, Post(4, 40, STATION, OfficeKind.STATION)
ACCOUNTANT = Post(BRANCH, 20, DISTRICT, OfficeKind.DISTRICT, Role.DISCIPLINE_OFFICER, is_head=False)
CASE = ReviewCase(LATE, Authority.DISTRICT, 20, frozenset({STATION}))


@pytest.mark.parametrize("rank", Rank)
def test_the_rank_determines_rules_and_authority(rank):
    assert (rule_set_of_rank(rank), authority_for_rank(rank)) == BY_RANK[rank]


def test_the_provinces_rules_apply_to_civilians():
    assert (rule_set_of_rank(None), authority_for_rank(None)) == (RuleSet.EFFICIENCY_1999, Authority.PROVINCE)


def test_an_appeal_goes_to_the_next_authority_and_last_to_the_government():
    assert [next_authority(one) for one in Authority] == ["region", "province", "government", None]


@pytest.mark.parametrize(
    ("authority", "path"), [("district", DISTRICT), ("region", REGION), ("province", CENTRAL), ("government", None)]
)
def test_the_deciding_office_is_the_one_of_the_authoritys_kind_above_the_late_office(authority, path):
    assert path_of_deciding_office(Authority(authority), STATION, LINE) == path


def test_a_unit_of_the_region_has_no_district_above_it():
    assert (
        path_of_deciding_office(
            Authority.DISTRICT, "punjab/region/cia/", LINE | {"punjab/region/cia/": OfficeKind.UNIT}
        )
        is None
    )


@pytest.mark.parametrize("who", [DPO, ACCOUNTANT])
def test_the_head_and_the_discipline_officers_of_the_authority_decide(who):
    assert capacities_in_review(ReviewActor(who.officer_id, who), CASE) >= {ReviewCapacity.AUTHORITY}


@pytest.mark.parametrize(
    "who",
    [
        SHO,  # another office
        replace(DPO, office_id=21),  # another district
        replace(DPO, is_head=False),  # neither its head nor of its branch
        replace(ACCOUNTANT, role=Role.MONITOR),
    ],
)
def test_other_officers_do_not_decide(who):
    assert ReviewCapacity.AUTHORITY not in capacities_in_review(ReviewActor(who.officer_id, who), CASE)


@pytest.mark.parametrize(
    "case",
    [
        replace(CASE, officer_id=DPO.officer_id),
        replace(CASE, involved_officers=frozenset({DPO.officer_id})),
        replace(CASE, decided_by=frozenset({DPO.officer_id})),
        replace(CASE, late_paths=frozenset({REGION})),  # the region was late, and the district lies below its head
    ],
)
def test_involved_officers_earlier_deciders_and_subordinates_are_barred(case):
    assert ReviewCapacity.AUTHORITY not in capacities_in_review(ReviewActor(DPO.officer_id, DPO), case)


def test_an_acting_head_is_barred_by_what_bars_the_head_and_by_their_own_posting():
    cover = replace(DPO, officer_id=8, seat_of=(DPO.officer_id, "punjab/region/kasur/"))
    assert ReviewCapacity.AUTHORITY in capacities_in_review(ReviewActor(8, cover), CASE)
    for case in (
        replace(CASE, officer_id=DPO.officer_id),
        replace(CASE, involved_officers=frozenset({DPO.officer_id})),
    ):
        assert ReviewCapacity.AUTHORITY not in capacities_in_review(ReviewActor(8, cover), case)
    from_below = replace(cover, seat_of=(DPO.officer_id, STATION))
    assert ReviewCapacity.AUTHORITY not in capacities_in_review(ReviewActor(8, from_below), CASE)


def test_only_the_head_of_a_late_district_decides_there():
    case = replace(CASE, late_paths=frozenset({DISTRICT}))
    assert ReviewCapacity.AUTHORITY in capacities_in_review(ReviewActor(DPO.officer_id, DPO), case)
    assert ReviewCapacity.AUTHORITY not in capacities_in_review(ReviewActor(BRANCH, ACCOUNTANT), case)


def test_the_officer_under_review_has_one_capacity():
    assert capacities_in_review(ReviewActor(LATE, None), CASE) == {ReviewCapacity.OFFICER}
    assert capacities_in_review(ReviewActor(LATE, replace(DPO, officer_id=LATE)), CASE) == {ReviewCapacity.OFFICER}


def test_the_authority_or_the_cpos_branch_enters_an_order():
    branch = Post(9, 1, CENTRAL, OfficeKind.CENTRAL, Role.DISCIPLINE_OFFICER, is_head=False)
    assert capacities_in_review(ReviewActor(9, branch), CASE) == {ReviewCapacity.RECORDER}
    assert ReviewCapacity.RECORDER in capacities_in_review(ReviewActor(DPO.officer_id, DPO), CASE)
    assert capacities_in_review(ReviewActor(9, replace(branch, role=Role.MONITOR)), CASE) == set()
    assert capacities_in_review(ReviewActor(9, branch), replace(CASE, officer_id=9)) == {ReviewCapacity.OFFICER}
