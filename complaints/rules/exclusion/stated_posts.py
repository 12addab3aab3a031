"""Derive the office that may not see a new complaint from the rank, post and place that the complainant stated.

No officer has been named yet, and an accused head must not be the first to read the complaint (domain.md, *Before
registration*). The widest interpretation is used: if rank and post differ, the higher one; if there is no office of
that level above the place (an unknown station, no circle), the next one above. A wrong exclusion only delays the
complaint; the opposite mistake cannot be undone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from accounts.rules.office_tree import OfficeKind
from accounts.rules.ranks import Rank
from complaints.rules.exclusion.conflict_exclusion import LEVELS, level_of_office

WITHOUT_A_DATE = timedelta(days=90)
"""How far back the holders of the post are excluded if the complainant stated no day."""


class YesNoUnknown(StrEnum):
    """An answer to a question before registration. Not answered: an empty text."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class StatedPost(StrEnum):
    """The posts that a complainant can state, from the lowest to the highest."""

    SHO = "SHO"
    SDPO = "SDPO"
    DPO = "DPO"
    RPO = "RPO"
    PPO = "PPO"


OFFICE_KIND_OF_POST = {
    StatedPost.SHO: OfficeKind.STATION,
    StatedPost.SDPO: OfficeKind.CIRCLE,
    StatedPost.DPO: OfficeKind.DISTRICT,
    StatedPost.RPO: OfficeKind.REGION,
    StatedPost.PPO: OfficeKind.CENTRAL,
}
"""The kind of office that each post heads. An SP counts as the head of a district, as in many districts."""

HIGHEST_POST = {
    **dict.fromkeys((Rank.PC, Rank.HC, Rank.ASI, Rank.SI, Rank.IP), StatedPost.SHO),
    **dict.fromkeys((Rank.DSP, Rank.ASP), StatedPost.SDPO),
    **dict.fromkeys((Rank.SP, Rank.SSP), StatedPost.DPO),
    **dict.fromkeys((Rank.DIG, Rank.ADDL_IG), StatedPost.RPO),
    Rank.IG: StatedPost.PPO,
}
"""The highest post that each rank may hold (ranks.csv). Lahore's CCPO has the rank Addl IG and heads a region."""

_INITIALS = {
    StatedPost.SHO: ["sho"],
    StatedPost.SDPO: ["sdpo", "dsp", "asp"],
    StatedPost.DPO: ["dpo", "cpo", "sp", "ssp"],
    StatedPost.RPO: ["rpo", "ccpo", "dig", "aig"],
    StatedPost.PPO: ["ppo", "igp"],
}
_LETTERS_IN_URDU = {
    **{"a": "اے", "c": "سی", "d": "ڈی", "g": "جی", "h": "ایچ", "i": "آئی", "o": "او", "p": "پی", "r": "آر", "s": "ایس"},
}
_NAMES = {
    StatedPost.SHO: ["station house officer", "thanedar", "thanaidar", "تھانیدار", "تھانے دار"],
    StatedPost.SDPO: ["deputy superintendent", "assistant superintendent", "sub divisional police officer"],
    StatedPost.DPO: ["superintendent of police", "district police officer", "city police officer"],
    StatedPost.RPO: [
        *("deputy inspector general", "additional inspector general", "additional ig", "addl ig", "regional police"),
        *("capital city police officer", "ایڈیشنل آئی جی", "ڈپٹی انسپکٹر جنرل", "ایڈیشنل انسپکٹر جنرل"),
    ],
    # "IG" alone is also Instagram.
    StatedPost.PPO: ["inspector general", "ig punjab", "ig police", "ig sahib", "ig sb", "آئی جی", "انسپکٹر جنرل"],
}


def _spelling_patterns() -> dict[str, StatedPost]:
    """Return a pattern for each spelling of a post, the longest first.

    So "deputy inspector general" matches before "inspector general".
    """
    patterns = {re.escape(name).replace(r"\ ", " ?"): post for post, names in _NAMES.items() for name in names}
    for post, titles in _INITIALS.items():
        for title in titles:
            patterns[" ?".join(title)] = post
            patterns[" ?".join(_LETTERS_IN_URDU[letter] for letter in title)] = post
    return dict(sorted(patterns.items(), key=lambda spelling: len(spelling[0]), reverse=True))


_SPELLINGS = _spelling_patterns()
_TITLE = re.compile(r"(?<!\w)(?:{})(?!\w)".format("|".join(f"({pattern})" for pattern in _SPELLINGS)))
_POST_BY_GROUP = list(_SPELLINGS.values())


@dataclass(frozen=True, slots=True)
class HeadOfOffice:
    """The head of an office above the place: the office's path and the head's rank."""

    path: str
    rank: Rank | None


def find_mentioned_posts(text: str) -> frozenset[StatedPost]:
    """Return the posts that a text mentions, in English, Urdu or Roman Urdu: "DSP Aslam", "S.H.O. Gulberg"."""
    plain = text.casefold().replace(".", "").translate({ord("۔"): " ", ord("-"): " ", ord("ي"): "ی", ord("ك"): "ک"})
    plain = " ".join(plain.split())
    return frozenset(_POST_BY_GROUP[match.lastindex - 1] for match in _TITLE.finditer(plain))


def highest_excluded_office(
    line: Sequence[tuple[str, OfficeKind]],
    *,
    rank: Rank | None,
    posts: Iterable[StatedPost],
    heads: Iterable[HeadOfOffice] = (),
) -> str | None:
    """Return the path of the highest office that may not see the complaint; None if no rank and no post was stated.

    `line`: path and kind of the offices from the root down to the incident place, or to the officer's posting. `heads`:
    the heads of these offices. A head with exactly the stated rank is excluded too, for example an Inspector in acting
    charge of a circle. The Central Police Office is never excluded, because no police office is outside it.
    """
    stated_posts = [*posts, *([HIGHEST_POST[rank]] if rank else [])]
    if not stated_posts:
        return None
    level_excluded = max(LEVELS.index(OFFICE_KIND_OF_POST[post]) for post in stated_posts)
    of_that_rank = {head.path for head in heads if rank and head.rank == rank}
    below_central = [(path, level_of_office(kind, path)) for path, kind in line if kind is not OfficeKind.CENTRAL]
    level_excluded = max([level_excluded, *(level for path, level in below_central if path in of_that_rank)])
    if not below_central:
        return None
    candidates = [path for path, level in below_central if level >= level_excluded]
    return candidates[-1] if candidates else below_central[0][0]


def post_held_interval(happened_on: date | None, *, at: datetime) -> tuple[datetime, datetime]:
    """Return the interval whose holders of the post are excluded: the day of the incident, or the last 90 days."""
    if happened_on is None:
        return at - WITHOUT_A_DATE, at
    begins = datetime.combine(happened_on, time(), at.tzinfo)
    return begins, begins + timedelta(days=1)
