"""The rule by which a stated rank, post and place exclude the matching office and everybody below it."""

from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations, product

import pytest

from accounts.rules.office_tree import OfficeKind, is_within
from accounts.rules.ranks import Rank
from complaints.rules.exclusion.conflict_exclusion import LEVELS, NamedPost, build_conflict_exclusion, level_of_office
from complaints.rules.exclusion.stated_posts import (
    HIGHEST_POST,
    OFFICE_KIND_OF_POST,
    HeadOfOffice,
    StatedPost,
    find_mentioned_posts,
    highest_excluded_office,
    post_held_interval,
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
SETS_OF_POSTS = list(map(set, chain.from_iterable(combinations(StatedPost, n) for n in range(len(StatedPost) + 1))))


@pytest.mark.parametrize(
    ("rank", "posts", "excluded"),
    [
        (None, {StatedPost.SHO}, STATION),
        (None, {StatedPost.SDPO}, CIRCLE),
        (None, {StatedPost.DPO}, DISTRICT),
        (None, {StatedPost.RPO}, REGION),
        (None, {StatedPost.PPO}, REGION),  # No office of the police lies outside the line of the Central Police Office.
        (Rank.PC, set(), STATION),
        (Rank.IP, set(), STATION),
        (Rank.DSP, set(), CIRCLE),
        (Rank.ASP, set(), CIRCLE),
        (Rank.SP, set(), DISTRICT),
        (Rank.SSP, set(), DISTRICT),
        (Rank.DIG, set(), REGION),
        (Rank.ADDL_IG, set(), REGION),
        (Rank.IG, set(), REGION),
        (Rank.SI, {StatedPost.SDPO}, CIRCLE),
        (Rank.DSP, {StatedPost.SHO}, CIRCLE),
    ],
)
def test_each_rank_and_post_excludes_the_office_that_it_may_head(rank, posts, excluded):
    assert highest_excluded_office(FULL, rank=rank, posts=posts) == excluded[0]


def test_nothing_told_excludes_nothing():
    assert {highest_excluded_office(line, rank=None, posts=()) for line in LINES} == {None}


@pytest.mark.parametrize(
    ("line", "post"), list(product([FULL[:3], NO_DIVISION[:4]], [StatedPost.SHO, StatedPost.SDPO]))
)
def test_where_the_station_is_unknown_the_next_office_above_is_excluded(line, post):
    assert highest_excluded_office(line, rank=None, posts={post}) == line[-1][0]


def test_whatever_is_told_on_whatever_line_the_rule_keeps_its_promises():
    """For all lines, ranks and posts: the stated level or the next one above. More answers never exclude less."""
    wrong = []
    for line, rank, posts in product(LINES, RANKS, SETS_OF_POSTS):
        path = highest_excluded_office(line, rank=rank, posts=posts)
        told = {LEVELS.index(OFFICE_KIND_OF_POST[post]) for post in (*posts, *([HIGHEST_POST[rank]] if rank else []))}
        levels = {one: level_of_office(kind, one) for one, kind in line if kind is not OfficeKind.CENTRAL}
        high_enough = [one for one, level in levels.items() if told and level >= max(told)]
        expected = (high_enough[-1] if high_enough else REGION[0]) if told else None
        wider = highest_excluded_office(line, rank=rank, posts={*posts, StatedPost.DPO})
        if path != expected or (path and not is_within(path, wider)) or path == CPO[0]:
            wrong.append((line, rank, posts, path, expected))
    assert not wrong


def test_an_office_that_somebody_of_the_told_rank_heads_is_excluded_too():
    acting = [HeadOfOffice(CIRCLE[0], Rank.IP), HeadOfOffice(DISTRICT[0], Rank.SSP)]
    assert highest_excluded_office(FULL, rank=Rank.IP, posts=(), heads=acting) == CIRCLE[0]
    assert highest_excluded_office(FULL, rank=Rank.SI, posts=(), heads=acting) == STATION[0]
    assert highest_excluded_office(FULL, rank=None, posts={StatedPost.SHO}, heads=acting) == STATION[0]


def test_the_excluded_office_and_all_below_are_shut_out_and_the_cell_above_begins():
    """domain.md, *Before registration*, 4: district up to Inspector; region from DSP; CPO for the head of a region."""
    starts = {}
    for post in StatedPost:
        path = highest_excluded_office(FULL, rank=None, posts={post})
        built = build_conflict_exclusion((), (), (), offices=[NamedPost(path, dict(FULL)[path], True)])
        assert all(built.excludes_officer(None, one) == is_within(one, path) for one, _ in FULL)
        cells = [one for one, kind in (DISTRICT, REGION, CPO) if not built.is_cell_too_low(one)]
        starts[post] = next(one for one in cells if not built.excludes_cell(one))
    assert starts == {
        StatedPost.SHO: DISTRICT[0],
        StatedPost.SDPO: REGION[0],
        StatedPost.DPO: REGION[0],
        StatedPost.RPO: CPO[0],
        StatedPost.PPO: CPO[0],
    }


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


def test_holders_of_the_day_are_excluded_or_without_a_day_of_ninety_days():
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert post_held_interval(date(2026, 3, 1), at=at) == (
        datetime(2026, 3, 1, tzinfo=UTC),
        datetime(2026, 3, 2, tzinfo=UTC),
    )
    assert post_held_interval(None, at=at) == (at - timedelta(days=90), at)
