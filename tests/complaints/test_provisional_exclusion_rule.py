"""The rule by which rank, post, place and answer exclude an office, those below it, and who held a matching post."""

from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations, product
from zoneinfo import ZoneInfo

import pytest

from accounts.rules.office_tree import OfficeKind, is_within
from accounts.rules.ranks import Rank
from complaints.rules.exclusion.conflict_exclusion import (
    LEVELS,
    ClosedOffice,
    HeldPost,
    build_conflict_exclusion,
    is_sealed_from_police,
)
from complaints.rules.exclusion.stated_posts import (
    HIGHEST_POST,
    OFFICE_KIND_OF_POST,
    HeadOfOffice,
    MatchingPosts,
    StatedOfficer,
    StatedPost,
    YesNoUnknown,
    find_mentioned_posts,
    matching_posts,
    post_held_interval,
    posts_to_exclude,
)

CPO, REGION, DISTRICT = ("p/", OfficeKind.CENTRAL), ("p/r/", OfficeKind.REGION), ("p/r/d/", OfficeKind.DISTRICT)
DIVISION, CIRCLE, STATION = (
    ("p/r/d/v/", OfficeKind.DIVISION),
    ("p/r/d/v/c/", OfficeKind.CIRCLE),
    ("p/r/d/v/c/s/", OfficeKind.STATION),
)
FULL = [CPO, REGION, DISTRICT, DIVISION, CIRCLE, STATION]
NO_DIVISION = [CPO, REGION, DISTRICT, ("p/r/d/c/", OfficeKind.CIRCLE), ("p/r/d/c/s/", OfficeKind.STATION)]
UNITS = [[*FULL[:n], (f"{FULL[n - 1][0]}u/", OfficeKind.UNIT)] for n in range(2, 6)]
LINES = [FULL, NO_DIVISION, FULL[:3], FULL[:5], NO_DIVISION[:4], *UNITS]
RANKS = [None, *Rank]
ANSWERS = ["", *YesNoUnknown]
HEADS = [post for post in StatedPost if post is not StatedPost.CENTRAL_STAFF]
SETS_OF_POSTS = list(map(set, chain.from_iterable(combinations(HEADS, n) for n in range(len(HEADS) + 1))))
KARACHI = ZoneInfo("Asia/Karachi")


def excluded(line=None, *, keep_from="yes", rank=None, posts=(), senior_possible="", heads=(), conduct=False):
    """Return what is excluded on a line of offices, by default the longest one."""
    described = StatedOfficer(keep_from, conduct, rank, frozenset(posts), senior_possible)
    return matching_posts(line or FULL, described, heads=heads)


@pytest.mark.parametrize(
    ("rank", "posts", "office"),
    [
        (None, {StatedPost.SHO}, STATION),
        (None, {StatedPost.SDPO}, CIRCLE),
        (None, {StatedPost.DPO}, DISTRICT),
        (None, {StatedPost.RPO}, REGION),
        (None, {StatedPost.PPO}, CPO),
        (Rank.PC, set(), STATION),
        (Rank.IP, set(), STATION),
        (Rank.DSP, set(), CIRCLE),
        (Rank.ASP, set(), CIRCLE),
        (Rank.SP, set(), DISTRICT),
        (Rank.SSP, set(), DISTRICT),
        (Rank.DIG, set(), REGION),
        (Rank.ADDL_IG, set(), REGION),
        (Rank.IG, set(), CPO),
        (Rank.SI, {StatedPost.SDPO}, CIRCLE),
        (Rank.DSP, {StatedPost.SHO}, CIRCLE),
    ],
)
def test_each_rank_and_post_excludes_the_office_that_it_may_head(rank, posts, office):
    found = excluded(rank=rank, posts=posts)
    assert found == MatchingPosts(office[0], (office[0],), rank=rank)


@pytest.mark.parametrize(
    ("senior_possible", "office", "heads"),
    [
        ("no", CIRCLE, (CIRCLE, STATION)),
        ("yes", DISTRICT, (DISTRICT, DIVISION, CIRCLE, STATION)),
        ("unknown", DISTRICT, (DISTRICT, DIVISION, CIRCLE, STATION)),
        ("", DISTRICT, (DISTRICT, DIVISION, CIRCLE, STATION)),
    ],
)
def test_an_unknown_rank_excludes_the_district_unless_no_sp_is_possible(senior_possible, office, heads):
    found = excluded(senior_possible=senior_possible)
    assert found == MatchingPosts(office[0], tuple(path for path, _kind in heads), is_rank_known=False)


@pytest.mark.parametrize(
    ("keep_from", "conduct", "rank", "is_excluded"),
    [
        ("yes", False, None, True),
        ("no", False, Rank.IP, False),
        ("no", True, Rank.DIG, False),
        ("unknown", False, None, False),
        ("unknown", False, Rank.IP, True),
        ("unknown", True, None, True),
        ("", False, None, False),
        ("", False, Rank.IP, True),
        ("", True, None, True),
    ],
)
def test_the_answer_starts_an_exclusion_and_conduct_complaints_assume_yes(keep_from, conduct, rank, is_excluded):
    assert bool(excluded(keep_from=keep_from, conduct=conduct, rank=rank)) is is_excluded


@pytest.mark.parametrize(
    ("line", "post"), list(product([FULL[:3], NO_DIVISION[:4]], [StatedPost.SHO, StatedPost.SDPO]))
)
def test_where_the_station_is_unknown_the_next_office_above_is_excluded(line, post):
    found = excluded(line, posts={post})
    is_circle_known = line[-1][1] is OfficeKind.CIRCLE and post is StatedPost.SDPO
    kind = None if is_circle_known else OFFICE_KIND_OF_POST[post]
    assert (found.path, found.head_paths, found.head_kind) == (line[-1][0], (line[-1][0],), kind)


@pytest.mark.slow
def test_whatever_is_answered_on_whatever_line_the_rule_keeps_its_promises():
    """Every rank × posts × place × answer × seniority: the level of the accused or the next one above, and more answers
    never exclude less. Only the Inspector General excludes the Central Police Office."""
    wrong = []
    cases = product(LINES, RANKS, SETS_OF_POSTS, ANSWERS, ANSWERS, (False, True))
    for line, rank, posts, keep_from, senior, conduct in cases:
        found = excluded(line, keep_from=keep_from, rank=rank, posts=posts, senior_possible=senior, conduct=conduct)
        kinds = {OFFICE_KIND_OF_POST[post] for post in (*posts, *([HIGHEST_POST[rank]] if rank else []))}
        if keep_from == "no" or not (keep_from == "yes" or conduct or kinds):
            expected = None
        elif OfficeKind.CENTRAL in kinds:
            expected = CPO[0]
        else:
            unknown = OfficeKind.CIRCLE if senior == "no" else OfficeKind.DISTRICT
            level = max(LEVELS.index(kind) for kind in kinds or {unknown})
            high = [one for one, kind in line[1:] if LEVELS.index(_as_station(kind)) >= level]
            expected = high[-1] if high else REGION[0]
        path = found and found.path
        wider = excluded(line, posts={*posts, StatedPost.RPO}, rank=rank)
        if path != expected or (path and not is_within(path, wider.path)):
            wrong.append((line, rank, posts, keep_from, senior, path, expected))
        if found and not (is_within(line[-1][0], path) and all(is_within(one, path) for one in found.head_paths)):
            wrong.append((line, rank, posts, found))
    assert not wrong


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("rank", RANKS)
def test_staff_of_the_central_office_are_excluded_without_its_head(line, rank):
    found = excluded(line, posts={StatedPost.CENTRAL_STAFF}, rank=rank)
    if rank is Rank.IG:
        assert found == MatchingPosts(CPO[0], (CPO[0],), rank=rank)
    else:
        assert found == MatchingPosts("", staff_path=CPO[0])
    assert excluded(line, posts={StatedPost.CENTRAL_STAFF, StatedPost.PPO}).path == CPO[0]


def _as_station(kind: OfficeKind) -> OfficeKind:
    return OfficeKind.STATION if kind is OfficeKind.UNIT else kind


def test_an_office_that_somebody_of_the_stated_rank_heads_is_excluded_too():
    acting = [HeadOfOffice(CIRCLE[0], Rank.IP), HeadOfOffice(DISTRICT[0], Rank.SSP)]
    assert excluded(rank=Rank.IP, heads=acting).path == CIRCLE[0]
    assert excluded(rank=Rank.SI, heads=acting).path == STATION[0]
    assert excluded(posts={StatedPost.SHO}, heads=acting).path == STATION[0]


def first_cell(found: MatchingPosts, line=None) -> str:
    built = exclusion_of(found, line or FULL)
    cells = [
        one for one, kind in (DISTRICT, REGION, CPO) if not (built.is_cell_too_low(one) or built.excludes_cell(one))
    ]
    return cells[0] if cells else "nobody"


def exclusion_of(found: MatchingPosts, line):
    office = ClosedOffice(found.path, dict(line)[found.path], may_peers_have_it=not found.is_rank_known)
    posts = [
        HeldPost(path, dict(line)[path], is_head=True, is_accused=found.is_rank_known) for path in found.head_paths
    ]
    return build_conflict_exclusion((), posts, [office])


@pytest.mark.parametrize(
    ("answer", "cell"),
    [
        ({"rank": Rank.PC}, DISTRICT[0]),
        ({"rank": Rank.IP}, DISTRICT[0]),
        ({"posts": {StatedPost.SHO}}, DISTRICT[0]),
        ({"rank": Rank.DSP}, REGION[0]),
        ({"posts": {StatedPost.SDPO}}, REGION[0]),
        ({"rank": Rank.SSP}, REGION[0]),
        ({"senior_possible": "no"}, REGION[0]),
        ({"senior_possible": "yes"}, REGION[0]),
        ({"senior_possible": "unknown"}, REGION[0]),
        ({"posts": {StatedPost.RPO}}, CPO[0]),
        ({"rank": Rank.ADDL_IG}, CPO[0]),
        ({"rank": Rank.IG}, "nobody"),
    ],
)
def test_the_first_cell_lies_outside_the_exclusion(answer, cell):
    """rules.md, *Before registration*, 4: district up to Inspector; region from DSP; CPO for the head of a region."""
    found = excluded(**answer)
    built = exclusion_of(found, FULL)
    assert all(built.excludes_officer(None, one) == is_within(one, found.path) for one, _ in FULL)
    assert first_cell(found) == cell
    assert is_sealed_from_police(built) is (cell == "nobody")


def test_without_a_station_the_region_s_cell_is_first():
    assert first_cell(excluded(FULL[:3], rank=Rank.SI), FULL[:3]) == REGION[0]


def test_a_colleague_may_have_it_only_if_the_rank_is_unknown():
    """docs/rules.md, *Before registration*, 3: "another SDPO is responsible"; against an SDPO it is the district."""
    other_circle = (OfficeKind.CIRCLE, "p/r/d/v/c2/")
    assert not exclusion_of(excluded(senior_possible="no"), FULL).is_office_too_low(*other_circle)
    assert exclusion_of(excluded(posts={StatedPost.SDPO}), FULL).is_office_too_low(*other_circle)


@pytest.mark.parametrize(
    ("words", "posts"),
    [
        ("SHO Gulberg", {StatedPost.SHO}),
        ("S.H.O. of Gulberg", {StatedPost.SHO}),
        ("the sho", {StatedPost.SHO}),
        ("تھانہ گلبرگ کا ایس ایچ او", {StatedPost.SHO}),
        ("ایس۔ایچ۔او گلبرگ", {StatedPost.SHO}),
        ("DSP Aslam, Model Town", {StatedPost.SDPO}),
        ("ڈی ایس پی اسلم", {StatedPost.SDPO}),
        ("Deputy Superintendent Aslam", {StatedPost.SDPO}),
        ("SP Investigation", {StatedPost.DPO}),
        ("ایس پی صاحب", {StatedPost.DPO}),
        ("ایس ایس پی آپریشنز", {StatedPost.DPO}),
        ("D.P.O. Kasur", {StatedPost.DPO}),
        ("ڈي پي او قصور", {StatedPost.DPO}),
        ("the CCPO of Lahore", {StatedPost.RPO}),
        ("سی سی پی او لاہور", {StatedPost.RPO}),
        ("DIG Operations", {StatedPost.RPO}),
        ("ڈی آئی جی", {StatedPost.RPO}),
        ("Addl. IG Saleem", {StatedPost.RPO}),
        ("additional inspector general", {StatedPost.RPO}),
        ("IG Punjab", {StatedPost.PPO}),
        ("آئی جی پنجاب", {StatedPost.PPO}),
        ("SHO Gulberg and his DSP", {StatedPost.SHO, StatedPost.SDPO}),
        ("My neighbour Spencer, who shot at me", set()),
        ("He writes to me on IG and Snapchat", set()),
        ("Constable Aslam, belt 1234", set()),
        ("میرا پڑوسی", set()),
        ("", set()),
    ],
)
def test_posts_are_read_in_english_urdu_and_roman_urdu(words, posts):
    assert find_mentioned_posts(words) == posts


WORDS_ABOUT = {
    "the SHO": StatedPost.SHO,
    "the DSP": StatedPost.SDPO,
    "the DPO": StatedPost.DPO,
    "the RPO": StatedPost.RPO,
    "IG Punjab": StatedPost.PPO,
}


@pytest.mark.parametrize("is_sure", [False, True])
@pytest.mark.parametrize("words", WORDS_ABOUT)
def test_a_chosen_rank_or_post_beats_the_words_and_words_never_mean_the_whole_police(words, is_sure):
    order, mentioned = list(StatedPost), WORDS_ABOUT[words]
    for post, rank in product([None, *StatedPost], RANKS):
        found = posts_to_exclude(chosen_post=post, rank=rank, words=words, is_sure=is_sure)
        if post or rank:
            assert found == ({post} if post else set())
        else:
            assert found == {min(mentioned, StatedPost.RPO if is_sure else StatedPost.DPO, key=order.index)}


def test_holders_of_the_day_are_excluded_or_without_a_day_of_ninety_days():
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert post_held_interval(date(2026, 3, 1), at=at) == (
        datetime(2026, 3, 1, tzinfo=KARACHI),
        datetime(2026, 3, 2, tzinfo=KARACHI),
    )
    assert post_held_interval(None, at=at) == (at - timedelta(days=90), at)
