"""Derive which office, and which officers, may not see a new complaint from what the complainant answered.

No officer has been named yet, and an accused head must not be the first to read the complaint (docs/rules.md, *Before
registration*). The widest interpretation is used: if rank and post differ, the higher one; if there is no office of
that level above the place (an unknown station, no circle), the next one above; a unit counts as a station. A wrong
exclusion only delays the complaint; the opposite mistake cannot be undone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from accounts.rules.office_tree import OfficeKind, is_within
from accounts.rules.ranks import Rank
from complaints.rules.exclusion.conflict_exclusion import LEVELS

PAKISTAN = ZoneInfo("Asia/Karachi")
WITHOUT_A_DATE = timedelta(days=90)
"""How far back the holders of the post are excluded if the complainant stated no day."""


class YesNoUnknown(StrEnum):
    """An answer to a question before registration. Not answered: an empty text."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class StatedPost(StrEnum):
    """The posts that a complainant can state, from the lowest to the highest.

    CENTRAL_STAFF: an officer or employee of the Central Police Office who does not head it.
    """

    SHO = "SHO"
    SDPO = "SDPO"
    DPO = "DPO"
    RPO = "RPO"
    CENTRAL_STAFF = "CPO_STAFF"
    PPO = "PPO"


OFFICE_KIND_OF_POST = {
    StatedPost.SHO: OfficeKind.STATION,
    StatedPost.SDPO: OfficeKind.CIRCLE,
    StatedPost.DPO: OfficeKind.DISTRICT,
    StatedPost.RPO: OfficeKind.REGION,
    StatedPost.CENTRAL_STAFF: OfficeKind.CENTRAL,
    StatedPost.PPO: OfficeKind.CENTRAL,
}
"""The kind of office that each post heads or, for staff, works at. An SP counts as a district's head, as in many."""

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


@dataclass(frozen=True, slots=True)
class StatedOfficer:
    """What the complainant answered about the officers to be kept from the complaint.

    `keep_from`: the answer to "Should any police officer or office be kept from this complaint?"; "" if not asked.
    `is_conduct`: the complaint is about the police. `rank`, `posts`: of the most senior officer, chosen or mentioned.
    `senior_possible`: without both, the answer to "Could it be an SP or the head of the district?".
    """

    keep_from: str = ""
    is_conduct: bool = False
    rank: Rank | None = None
    posts: frozenset[StatedPost] = frozenset()
    senior_possible: str = ""

    @property
    def is_stated(self) -> bool:
        """Whether a rank or a post is known."""
        return bool(self.rank or self.posts)

    @property
    def starts_exclusion(self) -> bool:
        """Whether an office is excluded: after *yes*; otherwise for a conduct complaint or a stated officer.

        *No* excludes nobody. The answer decides, not the category; conduct complaints assume *yes* until it is given.
        """
        if self.keep_from == YesNoUnknown.NO:
            return False
        return self.keep_from == YesNoUnknown.YES or self.is_conduct or self.is_stated

    @property
    def is_central_staff(self) -> bool:
        """Whether it is against the staff of the Central Police Office, and not against the Inspector General."""
        is_of_head = StatedPost.PPO in self.posts or (self.rank and HIGHEST_POST[self.rank] is StatedPost.PPO)
        return StatedPost.CENTRAL_STAFF in self.posts and not is_of_head

    @property
    def highest_office_kind(self) -> OfficeKind:
        """The kind of office that the most senior officer involved may head."""
        posts = [*self.posts, *([HIGHEST_POST[self.rank]] if self.rank else [])]
        if posts:
            return max((OFFICE_KIND_OF_POST[post] for post in posts), key=LEVELS.index)
        return OfficeKind.CIRCLE if self.senior_possible == YesNoUnknown.NO else OfficeKind.DISTRICT


@dataclass(frozen=True, slots=True)
class MatchingPosts:
    """The office that a description excludes, and the posts whose holders it excludes wherever they are posted.

    `path`: the excluded office. `head_paths`: offices whose heads match. `head_kind`: the heads of all offices of this
    kind within the excluded office match, because the complainant did not state which one. `rank`: officers of this
    rank within the excluded office match. `is_rank_known`: False if the excluded heads may be innocent. `staff_path`:
    no office is excluded (`path` is empty), but everybody posted at this office except its head.
    """

    path: str
    head_paths: tuple[str, ...] = ()
    head_kind: OfficeKind | None = None
    rank: Rank | None = None
    is_rank_known: bool = True
    staff_path: str = ""


def find_mentioned_posts(text: str) -> frozenset[StatedPost]:
    """Return the posts that a text mentions, in English, Urdu or Roman Urdu: "DSP Aslam", "S.H.O. Gulberg"."""
    plain = text.casefold().replace(".", "").translate({ord("۔"): " ", ord("-"): " ", ord("ي"): "ی", ord("ك"): "ک"})
    plain = " ".join(plain.split())
    return frozenset(_POST_BY_GROUP[match.lastindex - 1] for match in _TITLE.finditer(plain))


def posts_to_exclude(
    *, chosen_post: StatedPost | None, rank: Rank | None, words: str, is_sure: bool
) -> frozenset[StatedPost]:
    """Return the posts that count for the exclusion: the chosen one, or without a chosen rank or post those in words.

    words: the text *complaint against*. It may mention officers whom the complaint is not against ("a friend of the
    IG", "I wrote to the IG about him"), so it never excludes the whole police. Only a chosen rank or post does, or a
    name.
    is_sure: the answer was *yes*, or the complaint is about the police. Otherwise words exclude at most a district.
    """
    if chosen_post or rank:
        return frozenset({chosen_post} if chosen_post else ())
    highest = StatedPost.RPO if is_sure else StatedPost.DPO
    order = list(StatedPost)
    return frozenset(min(post, highest, key=order.index) for post in find_mentioned_posts(words))


def matching_posts(
    line: Sequence[tuple[str, OfficeKind]], description: StatedOfficer, *, heads: Iterable[HeadOfOffice] = ()
) -> MatchingPosts | None:
    """Return the office and the posts that a description excludes; None if it excludes nobody.

    `line`: path and kind of the offices from the root down to the incident place, or to the officer's station. `heads`:
    the heads of these offices. A head with exactly the stated rank is excluded too, for example an Inspector in acting
    charge of a circle.

    Up to Inspector: the station. DSP, or a rank that is unknown but below SP: the circle. SP, or an unknown rank: the
    district. DIG or Additional IG: the region. Staff of the Central Police Office: everybody posted there except the
    Inspector General. The Inspector General: the Central Police Office, and then nobody in the police sees the
    complaint.
    """
    if not description.starts_exclusion:
        return None
    if description.is_central_staff:
        return MatchingPosts("", staff_path=line[0][0])
    kind = description.highest_office_kind
    if kind is OfficeKind.CENTRAL:
        return MatchingPosts(line[0][0], (line[0][0],), rank=description.rank)
    rank = description.rank
    below_central = [
        (path, LEVELS.index(OfficeKind.STATION if office is OfficeKind.UNIT else office))
        for path, office in line
        if office is not OfficeKind.CENTRAL
    ]
    of_that_rank = {head.path for head in heads if rank and head.rank == rank}
    level = max([LEVELS.index(kind), *(level for path, level in below_central if path in of_that_rank)])
    path, excluded_level = next((one for one in reversed(below_central) if one[1] >= level), below_central[0])
    if not description.is_stated:
        inside = tuple(one for one, _level in below_central if is_within(one, path))
        return MatchingPosts(path, inside, is_rank_known=False)
    is_exact = excluded_level == level
    return MatchingPosts(path, (path,), None if is_exact else kind, rank if is_exact else None)


def post_held_interval(happened_on: date | None, *, at: datetime) -> tuple[datetime, datetime]:
    """Return the interval whose holders of the post are excluded: the day of the incident, or the last 90 days."""
    if happened_on is None:
        return at - WITHOUT_A_DATE, at
    begins = datetime.combine(happened_on, time(), PAKISTAN)
    return begins, begins + timedelta(days=1)
