"""The conflict exclusion of one complaint: which officers may not see it, and which offices may have it (domain.md).

Excluded are the named officers, all officers posted at or below an office that a named officer heads now and, in a
conduct complaint, all officers with a posting at the accused station, under any of their postings. Queries implement
the same rule in complaints.models.naming (`hiding_from`, `own_station_ids`); a test compares the two.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from accounts.rules.office_tree import OfficeKind, is_within, path_depth

LEVELS = (
    OfficeKind.STATION,
    OfficeKind.CIRCLE,
    OfficeKind.DIVISION,
    OfficeKind.DISTRICT,
    OfficeKind.REGION,
    OfficeKind.CENTRAL,
)
CENTRAL, REGION, DISTRICT = 1, 2, 3
"""The depths, in the tree of offices, at which offices have a complaint cell."""
CELL_DEPTH = {
    OfficeKind.STATION: DISTRICT,
    **dict.fromkeys((OfficeKind.CIRCLE, OfficeKind.DIVISION, OfficeKind.DISTRICT), REGION),
    **dict.fromkeys((OfficeKind.REGION, OfficeKind.CENTRAL), CENTRAL),
}
"""The depth of the complaint cell that gets a new complaint, by the highest excluded office.

Source: domain.md, *Before registration*, 4.
"""
UNIT_KIND_BY_DEPTH = {2: OfficeKind.CENTRAL, 3: OfficeKind.REGION, 4: OfficeKind.DISTRICT}
"""The kind of office that runs a unit, by the depth of the unit."""


@dataclass(frozen=True, slots=True)
class NamedPost:
    """A present posting of a named officer."""

    path: str
    kind: OfficeKind
    is_head: bool


@dataclass(frozen=True, slots=True)
class CoveredPosting:
    """A posting on leave, with the officer who acts for it now and the path of that officer's office."""

    posting_id: int
    officer_id: int
    path: str


@dataclass(frozen=True, slots=True)
class ConflictExclusion:
    """The officers and offices that are excluded from one complaint.

    `officers`: the named officers. `posted`: paths of the offices where they are posted. `headed`: paths of the offices
    that they head. `covered`: postings on leave for which an excluded officer acts. `lowest_level`: the lowest level
    (index in LEVELS) of an office that may have the complaint. `staff`: officers who are posted now at the accused
    station or unit, named or not. `deepest_cell`: the greatest depth of a complaint cell that may have it.
    """

    officers: frozenset[int] = frozenset()
    posted: frozenset[str] = frozenset()
    headed: frozenset[str] = frozenset()
    covered: frozenset[int] = frozenset()
    lowest_level: int = 0
    staff: frozenset[int] = frozenset()
    deepest_cell: int = DISTRICT

    def __bool__(self):
        """Whether an officer is named, or an office is excluded because of what the complainant stated."""
        return bool(self.officers or self.headed)

    def excludes_officer(self, officer_id: int | None, path: str) -> bool:
        """Return whether this officer, posted at this office, is excluded.

        They are named, posted below a named head, or have any posting at the accused station.
        """
        return officer_id in self.officers or officer_id in self.staff or self.is_headed_by_named_officer(path)

    def excludes_posting(self, posting_id: int, officer_id: int, path: str) -> bool:
        """Return whether a complaint at this posting would reach an excluded officer, who holds it or acts for it."""
        return posting_id in self.covered or self.excludes_officer(officer_id, path)

    def is_headed_by_named_officer(self, path: str) -> bool:
        """Return whether a named officer heads this office or an office above it."""
        return any(is_within(path, headed) for headed in self.headed)

    def excludes_cell(self, path: str) -> bool:
        """Return whether this office's complaint cell is excluded: a named officer heads it or is posted there."""
        return path in self.posted or self.is_headed_by_named_officer(path)

    def is_cell_too_low(self, path: str) -> bool:
        """Return whether the complaint cell of this office is below the lowest cell that may have the complaint."""
        return path_depth(path) > self.deepest_cell

    def is_office_too_low(self, kind: OfficeKind, path: str) -> bool:
        """Return whether this office is below the lowest level that may have the complaint."""
        return level_of_office(kind, path) < self.lowest_level


NO_EXCLUSION = ConflictExclusion()
"""The exclusion of a complaint that names nobody."""


def build_conflict_exclusion(
    officers: Iterable[int],
    posts: Iterable[NamedPost],
    covers: Iterable[CoveredPosting],
    staff: Iterable[int] = (),
    offices: Iterable[NamedPost] = (),
) -> ConflictExclusion:
    """Return the exclusion of a complaint that names these officers, who hold these posts now.

    `covers`: which officers act for postings on leave now. `staff`: the officers posted at the accused station.
    `offices`: the heads' posts that the complainant stated, independent of who holds them now.
    """
    offices = list(offices)
    posts = [*posts, *offices]
    posted = frozenset(post.path for post in posts)
    headed = frozenset(post.path for post in posts if post.is_head)
    least = max(map(_lowest_permitted_level, posts), default=0)
    deepest = min(
        (CELL_DEPTH[LEVELS[level_of_office(office.kind, office.path)]] for office in offices), default=DISTRICT
    )
    exclusion = ConflictExclusion(
        frozenset(officers), posted, headed, lowest_level=least, staff=frozenset(staff), deepest_cell=deepest
    )
    covered = (cover.posting_id for cover in covers if exclusion.excludes_officer(cover.officer_id, cover.path))
    return replace(exclusion, covered=frozenset(covered))


def level_of_office(kind: OfficeKind, path: str) -> int:
    """Return the level of an office: 0 for a station. A unit has the level of the office that runs it."""
    if kind is OfficeKind.UNIT:
        kind = UNIT_KIND_BY_DEPTH.get(path_depth(path), OfficeKind.CIRCLE)
    return LEVELS.index(kind)


def _lowest_permitted_level(post: NamedPost) -> int:
    """Return the lowest level that may have a complaint against the holder of this post.

    Against an SHO: SDPO or above. Against an SDPO: the district. Against a DPO: the region. Against an RPO or the CPO's
    staff: the CPO. Against an officer who heads nothing: their own office or above. The head of a unit counts as posted
    at the office that runs it.
    """
    level = level_of_office(post.kind, post.path)
    if not post.is_head or post.kind is OfficeKind.UNIT:
        return level
    if post.kind in {OfficeKind.CIRCLE, OfficeKind.DIVISION}:
        return LEVELS.index(OfficeKind.DISTRICT)
    return min(level + 1, LEVELS.index(OfficeKind.CENTRAL))
