"""Derive which office may not see a complaint from what its complainant told of rank, post and place.

Nobody has been named yet, and an accused head must not be the first to read the complaint (domain.md, *Before
registration*). The widest reading wins: where rank and post differ, the higher one counts; where the line has no office
of that level (an unknown station, no circle), the next one above is excluded. A wrong guess costs a longer way to an
officer; the opposite mistake cannot be undone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from accounts.rules.offices import OfficeKind
from accounts.rules.ranks import Rank
from complaints.rules.exclusion.conflict_exclusion import LEVELS, level_of

WITHOUT_A_DATE = timedelta(days=90)
"""How far back holders of the post are excluded where the complainant told no day."""


class Post(StrEnum):
    """The posts that a complainant can tell, from the lowest to the highest."""

    SHO = "SHO"
    SDPO = "SDPO"
    DPO = "DPO"
    RPO = "RPO"
    PPO = "PPO"


LEVEL = {
    Post.SHO: OfficeKind.STATION,
    Post.SDPO: OfficeKind.CIRCLE,
    Post.DPO: OfficeKind.DISTRICT,
    Post.RPO: OfficeKind.REGION,
    Post.PPO: OfficeKind.CENTRAL,
}
"""Which office each post heads. An SP counts as the head of a district, which in many districts an SP is."""

HIGHEST_POST = {
    **dict.fromkeys((Rank.PC, Rank.HC, Rank.ASI, Rank.SI, Rank.IP), Post.SHO),
    **dict.fromkeys((Rank.DSP, Rank.ASP), Post.SDPO),
    **dict.fromkeys((Rank.SP, Rank.SSP), Post.DPO),
    **dict.fromkeys((Rank.DIG, Rank.ADDL_IG), Post.RPO),
    Rank.IG: Post.PPO,
}
"""The highest post that each rank may hold (ranks.csv). Lahore's CCPO, of the rank Addl IG, heads a region too."""

_INITIALS = {
    Post.SHO: ["sho"],
    Post.SDPO: ["sdpo", "dsp", "asp"],
    Post.DPO: ["dpo", "cpo", "sp", "ssp"],
    Post.RPO: ["rpo", "ccpo", "dig", "aig"],
    Post.PPO: ["ppo", "igp"],
}
_IN_URDU = {
    **{"a": "اے", "c": "سی", "d": "ڈی", "g": "جی", "h": "ایچ", "i": "آئی", "o": "او", "p": "پی", "r": "آر", "s": "ایس"},
}
_NAMES = {
    Post.SHO: ["station house officer", "thanedar", "thanaidar", "تھانیدار", "تھانے دار"],
    Post.SDPO: ["deputy superintendent", "assistant superintendent", "sub divisional police officer"],
    Post.DPO: ["superintendent of police", "district police officer", "city police officer"],
    Post.RPO: [
        *("deputy inspector general", "additional inspector general", "additional ig", "addl ig", "regional police"),
        *("capital city police officer", "ایڈیشنل آئی جی", "ڈپٹی انسپکٹر جنرل", "ایڈیشنل انسپکٹر جنرل"),
    ],
    # "IG" alone is also Instagram.
    Post.PPO: ["inspector general", "ig punjab", "ig police", "ig sahib", "ig sb", "آئی جی", "انسپکٹر جنرل"],
}


def _spellings() -> dict[str, Post]:
    """Each way of writing a post as a pattern, the longest first: "deputy inspector general" before its last words."""
    found = {re.escape(name).replace(r"\ ", " ?"): post for post, names in _NAMES.items() for name in names}
    for post, titles in _INITIALS.items():
        for title in titles:
            found[" ?".join(title)] = post
            found[" ?".join(_IN_URDU[letter] for letter in title)] = post
    return dict(sorted(found.items(), key=lambda spelling: len(spelling[0]), reverse=True))


_SPELLINGS = _spellings()
_TITLE = re.compile(r"(?<!\w)(?:{})(?!\w)".format("|".join(f"({pattern})" for pattern in _SPELLINGS)))
_BY_GROUP = list(_SPELLINGS.values())


@dataclass(frozen=True, slots=True)
class HeadOfOffice:
    """Who heads an office of the line: its path, and the person's rank."""

    path: str
    rank: Rank | None


def posts_in(words: str) -> frozenset[Post]:
    """Return the posts that these words name, in English, Urdu or Roman Urdu: "DSP Aslam", "S.H.O. Gulberg"."""
    plain = words.casefold().replace(".", "").translate({ord("۔"): " ", ord("-"): " ", ord("ي"): "ی", ord("ك"): "ک"})
    plain = " ".join(plain.split())
    return frozenset(_BY_GROUP[match.lastindex - 1] for match in _TITLE.finditer(plain))


def excluded_office(
    line: Sequence[tuple[str, OfficeKind]],
    *,
    rank: Rank | None,
    posts: Iterable[Post],
    heads: Iterable[HeadOfOffice] = (),
) -> str | None:
    """Return the path of the highest office that may not see the complaint; None where nothing was told.

    `line`: path and kind of the offices from the root down to where it happened, or where the officer is posted.
    `heads`: who heads them. One of the very rank that was told is excluded too: an Inspector in acting charge of a
    circle. The Central Police Office is never excluded: no office of the police lies outside its line.
    """
    told = [*posts, *([HIGHEST_POST[rank]] if rank else [])]
    if not told:
        return None
    wanted = max(LEVELS.index(LEVEL[post]) for post in told)
    of_that_rank = {head.path for head in heads if rank and head.rank == rank}
    below_central = [(path, level_of(kind, path)) for path, kind in line if kind is not OfficeKind.CENTRAL]
    wanted = max([wanted, *(level for path, level in below_central if path in of_that_rank)])
    if not below_central:
        return None
    at_least_so_high = [path for path, level in below_central if level >= wanted]
    return at_least_so_high[-1] if at_least_so_high else below_central[0][0]


def held_between(happened_on: date | None, *, at: datetime) -> tuple[datetime, datetime]:
    """Return from when to when a holder of the post on the day of the incident held it; without a day, of 90 days."""
    if happened_on is None:
        return at - WITHOUT_A_DATE, at
    begins = datetime.combine(happened_on, time(), at.tzinfo)
    return begins, begins + timedelta(days=1)
