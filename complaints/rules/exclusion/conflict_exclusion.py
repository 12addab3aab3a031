"""The conflict exclusion of one complaint: who may not see it, and which office is high enough for it (domain.md).

Excluded are the officers who are named, everybody posted at or below an office that they head now, and, in a conduct
complaint, everybody posted at the station that it is against, under any of their postings. Queries use
complaints.models.naming (`shutting_out`, `stations_of`); a test holds the two equal.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from accounts.rules.offices import OfficeKind, depth, is_within

LEVELS = (
    OfficeKind.STATION,
    OfficeKind.CIRCLE,
    OfficeKind.DIVISION,
    OfficeKind.DISTRICT,
    OfficeKind.REGION,
    OfficeKind.CENTRAL,
)
CENTRAL, REGION, DISTRICT = 1, 2, 3
"""How deep in the tree the offices lie that have a complaint cell."""
CELL_ABOVE = {
    OfficeKind.STATION: DISTRICT,
    **dict.fromkeys((OfficeKind.CIRCLE, OfficeKind.DIVISION, OfficeKind.DISTRICT), REGION),
    **dict.fromkeys((OfficeKind.REGION, OfficeKind.CENTRAL), CENTRAL),
}
"""Where a complaint starts, by the highest office that is excluded (domain.md, *Before registration*, 4)."""
UNIT_AT_DEPTH = {2: OfficeKind.CENTRAL, 3: OfficeKind.REGION, 4: OfficeKind.DISTRICT}


@dataclass(frozen=True, slots=True)
class NamedPost:
    """A posting that a named officer holds now."""

    path: str
    kind: OfficeKind
    is_head: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """A posting on leave, and who acts for it now: by officer and the path of their office."""

    posting_id: int
    officer_id: int
    path: str


@dataclass(frozen=True, slots=True)
class ConflictExclusion:
    """`officers`: who is named. `posted`: paths of the offices where they sit, `headed` of those that they head.

    `covered`: the postings on leave for which somebody acts whom it keeps out. `least`: the level that it has to lie
    at. `staff`: who is posted now at the station or unit that a conduct complaint is against, named or not.
    `deepest_cell`: how deep in the tree the complaint cell may lie that has it.
    """

    officers: frozenset[int] = frozenset()
    posted: frozenset[str] = frozenset()
    headed: frozenset[str] = frozenset()
    covered: frozenset[int] = frozenset()
    least: int = 0
    staff: frozenset[int] = frozenset()
    deepest_cell: int = DISTRICT

    def __bool__(self):
        """Whether it names somebody, or excludes the office of somebody who was told of."""
        return bool(self.officers or self.headed)

    def shuts_out(self, officer_id: int | None, path: str) -> bool:
        """Whether this officer, posted at the office of that path, is named, or sits under somebody who is.

        Or is posted at the accused station, under this posting or another one.
        """
        return officer_id in self.officers or officer_id in self.staff or self.has_below(path)

    def keeps_from(self, posting_id: int, officer_id: int, path: str) -> bool:
        """Whether what goes to this posting would reach somebody whom it shuts out: its officer, or their cover."""
        return posting_id in self.covered or self.shuts_out(officer_id, path)

    def has_below(self, path: str) -> bool:
        """Whether that office is one that a named officer heads, or stands below it."""
        return any(is_within(path, headed) for headed in self.headed)

    def keeps_cell_out(self, path: str) -> bool:
        """Whether the complaint cell of that office is no place for it: a named officer heads it, or sits in it."""
        return path in self.posted or self.has_below(path)

    def is_too_low_a_cell(self, path: str) -> bool:
        """Whether the complaint cell of that office is lower than the one at which the complaint starts."""
        return depth(path) > self.deepest_cell

    def is_too_low(self, kind: OfficeKind, path: str) -> bool:
        """Whether an office of this kind is lower than the one that a named officer's complaint goes to."""
        return level_of(kind, path) < self.least


OPEN_GROUND = ConflictExclusion()


def wall(
    officers: Iterable[int],
    posts: Iterable[NamedPost],
    covers: Iterable[Cover],
    staff: Iterable[int] = (),
    offices: Iterable[NamedPost] = (),
) -> ConflictExclusion:
    """Return the exclusion of a complaint that names these officers, who hold these posts now.

    `covers`: who acts for whom now. `staff`: the officers posted at the station that it is against. `offices`: the
    posts of heads that the complainant told of, independent of their present holders.
    """
    offices = list(offices)
    posts = [*posts, *offices]
    posted, headed = (frozenset(p.path for p in posts if p.is_head or not only) for only in (False, True))
    least = max(map(_least_level, posts), default=0)
    deepest = min((CELL_ABOVE[LEVELS[level_of(office.kind, office.path)]] for office in offices), default=DISTRICT)
    built = ConflictExclusion(
        frozenset(officers), posted, headed, least=least, staff=frozenset(staff), deepest_cell=deepest
    )
    covered = (cover.posting_id for cover in covers if built.shuts_out(cover.officer_id, cover.path))
    return replace(built, covered=frozenset(covered))


def level_of(kind: OfficeKind, path: str) -> int:
    """How high an office stands: 0 for a station. A unit stands as high as the office that it is run from."""
    if kind is OfficeKind.UNIT:
        kind = UNIT_AT_DEPTH.get(depth(path), OfficeKind.CIRCLE)
    return LEVELS.index(kind)


def _least_level(post: NamedPost) -> int:
    """Against an SHO at SDPO or above, against an SDPO at district, a DPO at region, an RPO or the CPO's staff at CPO.

    Against somebody who heads nothing, where they are posted or above. A unit's head answers to who runs it.
    """
    level = level_of(post.kind, post.path)
    if not post.is_head or post.kind is OfficeKind.UNIT:
        return level
    if post.kind in {OfficeKind.CIRCLE, OfficeKind.DIVISION}:
        return LEVELS.index(OfficeKind.DISTRICT)
    return min(level + 1, LEVELS.index(OfficeKind.CENTRAL))
