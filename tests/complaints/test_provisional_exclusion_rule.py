"""The rule by which a stated rank, post and place exclude the matching office and everybody below it."""

from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations, product

import pytest

from accounts.rules.offices import OfficeKind, is_within
from accounts.rules.ranks import Rank
from complaints.rules.exclusion.conflict_exclusion import LEVELS, NamedPost, level_of, wall
from complaints.rules.exclusion.provisional_exclusion import (
    HIGHEST_POST,
    LEVEL,
    HeadOfOffice,
    Post,
    excluded_office,
    held_between,
    posts_in,
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
SETS_OF_POSTS = list(map(set, chain.from_iterable(combinations(Post, n) for n in range(len(Post) + 1))))


@pytest.mark.parametrize(
    ("rank", "posts", "excluded"),
    [
        (None, {Post.SHO}, STATION),
        (None, {Post.SDPO}, CIRCLE),
        (None, {Post.DPO}, DISTRICT),
        (None, {Post.RPO}, REGION),
        (None, {Post.PPO}, REGION),  # No office of the police lies outside the line of the Central Police Office.
        (Rank.PC, set(), STATION),
        (Rank.IP, set(), STATION),
        (Rank.DSP, set(), CIRCLE),
        (Rank.ASP, set(), CIRCLE),
        (Rank.SP, set(), DISTRICT),
        (Rank.SSP, set(), DISTRICT),
        (Rank.DIG, set(), REGION),
        (Rank.ADDL_IG, set(), REGION),
        (Rank.IG, set(), REGION),
        (Rank.SI, {Post.SDPO}, CIRCLE),
        (Rank.DSP, {Post.SHO}, CIRCLE),
    ],
)
def test_each_rank_and_post_excludes_the_office_that_it_may_head(rank, posts, excluded):
    assert excluded_office(FULL, rank=rank, posts=posts) == excluded[0]


def test_nothing_told_excludes_nothing():
    assert {excluded_office(line, rank=None, posts=()) for line in LINES} == {None}


@pytest.mark.parametrize(("line", "post"), list(product([FULL[:3], NO_DIVISION[:4]], [Post.SHO, Post.SDPO])))
def test_where_the_station_is_unknown_the_next_office_above_is_excluded(line, post):
    assert excluded_office(line, rank=None, posts={post}) == line[-1][0]


def test_whatever_is_told_on_whatever_line_the_rule_keeps_its_promises():
    """For all lines, ranks and posts: the stated level or the next one above. More answers never exclude less."""
    wrong = []
    for line, rank, posts in product(LINES, RANKS, SETS_OF_POSTS):
        path = excluded_office(line, rank=rank, posts=posts)
        told = {LEVELS.index(LEVEL[post]) for post in (*posts, *([HIGHEST_POST[rank]] if rank else []))}
        levels = {one: level_of(kind, one) for one, kind in line if kind is not OfficeKind.CENTRAL}
        high_enough = [one for one, level in levels.items() if told and level >= max(told)]
        expected = (high_enough[-1] if high_enough else REGION[0]) if told else None
        wider = excluded_office(line, rank=rank, posts={*posts, Post.DPO})
        if path != expected or (path and not is_within(path, wider)) or path == CPO[0]:
            wrong.append((line, rank, posts, path, expected))
    assert not wrong


def test_an_office_that_somebody_of_the_told_rank_heads_is_excluded_too():
    acting = [HeadOfOffice(CIRCLE[0], Rank.IP), HeadOfOffice(DISTRICT[0], Rank.SSP)]
    assert excluded_office(FULL, rank=Rank.IP, posts=(), heads=acting) == CIRCLE[0]
    assert excluded_office(FULL, rank=Rank.SI, posts=(), heads=acting) == STATION[0]
    assert excluded_office(FULL, rank=None, posts={Post.SHO}, heads=acting) == STATION[0]


def test_the_excluded_office_and_all_below_are_shut_out_and_the_cell_above_begins():
    """domain.md, *Before registration*, 4: district up to Inspector; region from DSP; CPO for the head of a region."""
    starts = {}
    for post in Post:
        path = excluded_office(FULL, rank=None, posts={post})
        built = wall((), (), (), offices=[NamedPost(path, dict(FULL)[path], True)])
        assert all(built.excludes_officer(None, one) == is_within(one, path) for one, _ in FULL)
        cells = [one for one, kind in (DISTRICT, REGION, CPO) if not built.is_cell_too_low(one)]
        starts[post] = next(one for one in cells if not built.excludes_cell(one))
    assert starts == {
        Post.SHO: DISTRICT[0],
        Post.SDPO: REGION[0],
        Post.DPO: REGION[0],
        Post.RPO: CPO[0],
        Post.PPO: CPO[0],
    }


@pytest.mark.parametrize(
    ("words", "posts"),
    [
        ("SHO Gulberg", {Post.SHO}),
        ("S.H.O. of Gulberg", {Post.SHO}),
        ("the sho", {Post.SHO}),
        ("تھانہ گلبرگ کا ایس ایچ او", {Post.SHO}),
        ("ایس۔ایچ۔او گلبرگ", {Post.SHO}),
        ("DSP Aslam, Model Town", {Post.SDPO}),
        ("ڈی ایس پی اسلم", {Post.SDPO}),
        ("Deputy Superintendent Aslam", {Post.SDPO}),
        ("SP Investigation", {Post.DPO}),
        ("ایس پی صاحب", {Post.DPO}),
        ("ایس ایس پی آپریشنز", {Post.DPO}),
        ("D.P.O. Kasur", {Post.DPO}),
        ("ڈي پي او قصور", {Post.DPO}),
        ("the CCPO of Lahore", {Post.RPO}),
        ("سی سی پی او لاہور", {Post.RPO}),
        ("DIG Operations", {Post.RPO}),
        ("ڈی آئی جی", {Post.RPO}),
        ("Addl. IG Saleem", {Post.RPO}),
        ("additional inspector general", {Post.RPO}),
        ("IG Punjab", {Post.PPO}),
        ("آئی جی پنجاب", {Post.PPO}),
        ("SHO Gulberg and his DSP", {Post.SHO, Post.SDPO}),
        ("My neighbour Spencer, who shot at me", set()),
        ("He writes to me on IG and Snapchat", set()),
        ("Constable Aslam, belt 1234", set()),
        ("میرا پڑوسی", set()),
        ("", set()),
    ],
)
def test_posts_are_read_in_english_urdu_and_roman_urdu(words, posts):
    assert posts_in(words) == posts


def test_holders_of_the_day_are_excluded_or_without_a_day_of_ninety_days():
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert held_between(date(2026, 3, 1), at=at) == (
        datetime(2026, 3, 1, tzinfo=UTC),
        datetime(2026, 3, 2, tzinfo=UTC),
    )
    assert held_between(None, at=at) == (at - timedelta(days=90), at)
