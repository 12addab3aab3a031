"""The rule that proposes the officer for a complaint. Sadia, Danish, Bilal and Kamran are officers of one district."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.office_tree import OfficeKind, is_within
from accounts.rules.ranks import Rank, is_at_least
from accounts.rules.roles import Role
from complaints.rules.exclusion.conflict_exclusion import (
    NO_EXCLUSION,
    ClosedOffice,
    CoveredPosting,
    HeldPost,
    add_staff,
    build_conflict_exclusion,
)
from complaints.rules.marking.marking_proposal import (
    Ground,
    OfficerOption,
    RoutingTarget,
    SkippedRule,
    SkipReason,
    propose_officer,
)
from complaints.rules.marking_eligibility import MarkingCandidate, MarkingConditions

OFFICES = {
    "p/": OfficeKind.CENTRAL,
    "p/r/": OfficeKind.REGION,
    "p/r/d/": OfficeKind.DISTRICT,
    "p/r/d/c/": OfficeKind.CIRCLE,
    "p/r/d/c/s/": OfficeKind.STATION,
    "p/r/d/c/t/": OfficeKind.STATION,
    "p/r/d/e/": OfficeKind.CIRCLE,
    "p/r/d/e/u/": OfficeKind.STATION,
    "p/r/o/": OfficeKind.DISTRICT,
}
CIRCLE, STATION, OTHER_CIRCLE, DISTRICT = "p/r/d/c/", "p/r/d/c/s/", "p/r/d/e/", "p/r/d/"
OTHER_DISTRICT = "p/r/o/"
ANYBODY = MarkingConditions(floor=Rank.SI)


def officer(number, path, rank=Rank.IP, *, is_head=False, role=Role.INQUIRY_OFFICER, acting=False, **more):
    candidate = MarkingCandidate(number, number, role, rank, path, OFFICES[path], is_head, acting)
    return OfficerOption(candidate, **more)


DANISH = officer(1, CIRCLE, Rank.DSP, is_head=True, role=Role.SUPERVISOR)
BILAL = officer(2, CIRCLE)
KAMRAN = officer(3, STATION, is_head=True, role=Role.SUPERVISOR)
SADIA = officer(4, DISTRICT, Rank.SSP, is_head=True, role=Role.SUPERVISOR)
FAHAD = officer(5, OTHER_CIRCLE, Rank.DSP, is_head=True, role=Role.SUPERVISOR)
IQRA = officer(6, DISTRICT)


def proposed(*options, place=STATION, conditions=ANYBODY, targets=()):
    return propose_officer(options, conditions, place_path=place, targets=targets)


def test_the_lowest_office_over_the_place_is_proposed():
    assert proposed(SADIA, DANISH, KAMRAN, FAHAD).option == KAMRAN
    assert proposed(SADIA, DANISH, FAHAD).option == DANISH
    assert proposed(SADIA, FAHAD).option == SADIA


def test_an_officer_of_another_circle_is_never_proposed_while_the_own_line_has_one():
    assert proposed(SADIA, replace(DANISH, open=90), replace(FAHAD, open=0)).option.posting_id == 1


def test_the_rank_floor_leads_past_the_station():
    found = proposed(KAMRAN, BILAL, DANISH, conditions=MarkingConditions(floor=Rank.DSP))
    assert (found.option, found.compared) == (DANISH, 1)


def test_the_least_work_decides_within_an_office_and_late_complaints_count_double():
    busy, calm = replace(DANISH, open=4), replace(BILAL, open=3)
    assert proposed(busy, calm).option == calm
    assert proposed(busy, calm).compared == 2
    assert proposed(busy, replace(calm, late=2)).option == busy


def test_with_equal_work_the_head_of_a_circle_is_preferred_and_the_head_of_a_district_is_not():
    assert proposed(DANISH, BILAL).option == DANISH
    assert proposed(SADIA, replace(IQRA, open=9), place=DISTRICT).option.posting_id == IQRA.posting_id


def test_a_place_without_a_station_is_said_to_be_so():
    assert proposed(SADIA, DANISH, place=DISTRICT).ground is Ground.STATION_UNKNOWN
    assert proposed(SADIA, place=STATION).ground is Ground.LINE


def test_an_officer_on_leave_is_passed_over_and_proposed_only_for_want_of_another():
    away = replace(KAMRAN, is_away=True)
    assert proposed(away, DANISH).option == DANISH
    alone = proposed(away)
    assert (alone.option, alone.ground) == (away, Ground.ACTING)


def test_who_was_passed_over_for_a_leave_is_named_only_where_that_decided():
    away = replace(KAMRAN, is_away=True)
    assert proposed(away, DANISH).passed_over == away
    assert proposed(KAMRAN, replace(DANISH, is_away=True)).passed_over is None
    assert proposed(away).passed_over is None
    assert proposed(replace(DANISH, is_away=True), BILAL).passed_over.posting_id == DANISH.posting_id
    assert proposed(replace(DANISH, is_away=True, open=9), BILAL).passed_over is None
    assert proposed(away, FAHAD, targets=[RoutingTarget(7, posting_id=5)]).passed_over is None


def test_a_nearer_office_that_is_left_out_is_named_only_where_that_decided():
    def left_out(*options, accused=None, closed=()):
        exclusion = build_conflict_exclusion((), (), [ClosedOffice(path, OFFICES[path]) for path in closed])
        conditions = MarkingConditions(Rank.SI, accused_station=accused, exclusion=exclusion)
        found = proposed(*options, conditions=conditions)
        return found.leaves_out_station, found.leaves_out_excluded

    assert left_out(KAMRAN, DANISH) == (False, False)
    assert left_out(KAMRAN, DANISH, accused=STATION) == (True, False)
    assert left_out(KAMRAN, DANISH, accused=STATION, closed=[STATION]) == (True, False)
    assert left_out(KAMRAN, DANISH, closed=[STATION]) == (False, True)
    assert left_out(KAMRAN, DANISH, SADIA, accused=STATION, closed=[STATION, CIRCLE]) == (True, True)
    assert left_out(KAMRAN, DANISH, closed=[OTHER_CIRCLE]) == (False, False)


def test_outside_the_district_an_officer_is_proposed_only_by_a_rule():
    away = officer(7, OTHER_DISTRICT, Rank.SSP, is_head=True, role=Role.SUPERVISOR)
    assert proposed(away).option is None
    found = proposed(away, KAMRAN, targets=[RoutingTarget(70, posting_id=7)])
    assert (found.option, found.ground) == (away, Ground.RULE)


def test_nobody_on_the_line_leads_to_the_nearest_office_beside_it():
    found = proposed(FAHAD)
    assert (found.option, found.ground) == (FAHAD, Ground.BESIDE_THE_LINE)


def test_without_an_eligible_officer_nobody_is_proposed():
    found = proposed(KAMRAN, BILAL, conditions=MarkingConditions(floor=Rank.SP))
    assert found.option is None


def test_a_rule_leads_to_its_officer_or_to_the_officer_with_the_least_work_of_its_office():
    by_name, by_office = RoutingTarget(7, posting_id=5), RoutingTarget(8, office_path=CIRCLE)
    found = proposed(KAMRAN, FAHAD, targets=[by_name])
    assert (found.option, found.ground, found.rule_id) == (FAHAD, Ground.RULE, 7)
    assert proposed(KAMRAN, replace(DANISH, open=2), BILAL, targets=[by_office]).option == BILAL


def test_a_rule_is_skipped_with_the_reason():
    """Fahad is on leave, and Kamran's rank is too low for the complaint."""
    found = proposed(
        replace(FAHAD, is_away=True), KAMRAN, DANISH,
        conditions=MarkingConditions(floor=Rank.DSP),
        targets=[RoutingTarget(7, posting_id=5), RoutingTarget(8, posting_id=3)],
    )  # fmt: skip
    assert found.option == DANISH
    assert found.skipped == (SkippedRule(7, SkipReason.ON_LEAVE), SkippedRule(8, SkipReason.NOT_ELIGIBLE))


# --- any officers, exclusions, leaves and rules ------------------------------------------------------------------

PATHS = st.sampled_from(sorted(OFFICES))
OPTIONS = st.builds(
    officer,
    st.integers(1, 12),
    PATHS,
    st.sampled_from([None, *Rank]),
    is_head=st.booleans(),
    acting=st.booleans(),
    role=st.sampled_from([Role.INQUIRY_OFFICER, Role.SUPERVISOR, Role.CLERK, Role.COMPLAINT_OPERATOR]),
    open=st.integers(0, 5),
    is_away=st.booleans(),
)
POSTS = st.builds(lambda path, head, accused: HeldPost(path, OFFICES[path], head, accused), PATHS, st.booleans(),
                  st.booleans())  # fmt: skip
CLOSED = st.builds(lambda path, peers: ClosedOffice(path, OFFICES[path], peers), PATHS, st.booleans())
COVERS = st.builds(CoveredPosting, st.integers(1, 12), st.integers(1, 12), PATHS)
EXCLUSIONS = st.builds(
    lambda officers, posts, offices, postings, covers: add_staff(
        build_conflict_exclusion(officers, posts, offices), postings, covers
    ),
    st.frozensets(st.integers(1, 12), max_size=3),
    st.lists(POSTS, max_size=2),
    st.lists(CLOSED, max_size=2),
    st.lists(st.tuples(st.integers(1, 12), PATHS), max_size=3),
    st.lists(COVERS, max_size=3),
)
TARGETS = st.builds(RoutingTarget, st.integers(1, 3), st.none() | st.integers(1, 12), PATHS)


@given(
    options=st.lists(OPTIONS, max_size=9, unique_by=lambda option: option.posting_id),
    exclusion=EXCLUSIONS | st.just(NO_EXCLUSION),
    floor=st.sampled_from(list(Rank)),
    within=PATHS,
    accused=st.none() | st.just(STATION),
    place=PATHS,
    targets=st.lists(TARGETS, max_size=3),
)
def test_no_proposal_leads_into_an_exclusion(options, exclusion, floor, within, accused, place, targets):
    """Whatever the line, the leaves and the rules: the proposed officer may have the complaint."""
    conditions = MarkingConditions(floor, within, accused, exclusion)
    found = propose_officer(options, conditions, place_path=place, targets=targets)
    if found.option is None:
        return
    one = found.option.candidate
    assert found.option in options
    assert one.posting_id not in exclusion.covered
    assert one.officer_id not in exclusion.officers | exclusion.staff
    assert not any(is_within(one.office_path, closed) for closed in exclusion.closed)
    assert not exclusion.is_office_too_low(one.office_kind, one.office_path)
    assert is_within(one.office_path, within)
    assert accused is None or not is_within(one.office_path, accused)
    assert one.role in {Role.INQUIRY_OFFICER, Role.SUPERVISOR}
    acting_sdpo = one.is_head and one.acting and one.office_kind is OfficeKind.CIRCLE
    assert acting_sdpo or is_at_least(one.rank, floor)
    assert not found.option.is_away or found.ground is Ground.ACTING
