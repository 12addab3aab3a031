"""The exclusions of one complaint: which officers may not see it, and which offices may have it (docs/rules.md).

Excluded are an office with all offices below it, or an officer. An excluded officer also excludes the offices that
they head now. An officer with any current posting at or below such an office does not see the complaint, under any of
their postings. Queries use the same rule (complaints.models.exclusion.ExclusionQuerySet.hiding_from); a state machine
compares the two.
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
    **dict.fromkeys((OfficeKind.STATION, OfficeKind.UNIT), DISTRICT),
    **dict.fromkeys((OfficeKind.CIRCLE, OfficeKind.DIVISION, OfficeKind.DISTRICT), REGION),
    **dict.fromkeys((OfficeKind.REGION, OfficeKind.CENTRAL), CENTRAL),
}
"""The depth of the complaint cell that gets a new complaint, by the highest excluded office.

Source: docs/rules.md, *Before registration*, 4.
"""
UNIT_KIND_BY_DEPTH = {2: OfficeKind.CENTRAL, 3: OfficeKind.REGION, 4: OfficeKind.DISTRICT}
"""The kind of office that runs a unit, by the depth of the unit."""

PEERS_MAY_HAVE_IT = frozenset({OfficeKind.STATION, OfficeKind.UNIT, OfficeKind.CIRCLE})
"""If one of these is excluded although its head may be innocent, another circle may have the complaint."""


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A present posting of an excluded officer. `is_accused`: whether rank, post or name point to the officer."""

    path: str
    kind: OfficeKind
    is_head: bool
    is_accused: bool = True


@dataclass(frozen=True, slots=True)
class ClosedOffice:
    """An excluded office. `may_peers_have_it`: its head may not be the one accused, so a colleague may have it."""

    path: str
    kind: OfficeKind
    may_peers_have_it: bool = False


@dataclass(frozen=True, slots=True)
class CoveredPosting:
    """A posting on leave, with the officer who acts for it now and the path of that officer's office."""

    posting_id: int
    officer_id: int
    path: str


@dataclass(frozen=True, slots=True)
class ConflictExclusion:
    """The officers and offices that are excluded from one complaint.

    `officers`: the excluded officers. `posted`: paths of the offices where they are posted. `closed`: paths of the
    excluded offices, and of those that an excluded officer heads. `staff`: officers with several postings, one of them
    at or below a closed office. `covered`: postings on leave for which an excluded officer acts. `lowest_level`: the
    lowest level (index in LEVELS) of an office that may have the complaint. `deepest_cell`: the greatest depth of a
    complaint cell that may have it. `skipped_circle`: the path of a circle that is excluded although its head may be
    innocent; the head of another circle is responsible.
    """

    officers: frozenset[int] = frozenset()
    posted: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    staff: frozenset[int] = frozenset()
    covered: frozenset[int] = frozenset()
    lowest_level: int = 0
    deepest_cell: int = DISTRICT
    skipped_circle: str | None = None

    def __bool__(self):
        """Whether anybody is excluded."""
        return bool(self.officers or self.closed)

    def excludes_officer(self, officer_id: int | None, path: str) -> bool:
        """Return whether this officer, posted at this office, is excluded."""
        return officer_id in self.officers or officer_id in self.staff or self.excludes_office(path)

    def excludes_posting(self, posting_id: int, officer_id: int, path: str) -> bool:
        """Return whether a complaint at this posting would reach an excluded officer, who holds it or acts for it."""
        return posting_id in self.covered or self.excludes_officer(officer_id, path)

    def excludes_office(self, path: str) -> bool:
        """Return whether everybody posted at this office is excluded."""
        return any(is_within(path, closed) for closed in self.closed)

    def excludes_cell(self, path: str) -> bool:
        """Return whether this office's complaint cell is excluded: the office is, or an excluded officer is there."""
        return path in self.posted or self.excludes_office(path)

    def is_cell_too_low(self, path: str) -> bool:
        """Return whether the complaint cell of this office is below the lowest cell that may have the complaint."""
        return path_depth(path) > self.deepest_cell

    def is_office_too_low(self, kind: OfficeKind, path: str) -> bool:
        """Return whether this office is below the lowest level that may have the complaint."""
        return level_of_office(kind, path) < self.lowest_level


NO_EXCLUSION = ConflictExclusion()
"""The exclusion of a complaint from which nobody is kept."""


def is_sealed_from_police(exclusion: ConflictExclusion) -> bool:
    """Return whether nobody in the police may see the complaint: the Central Police Office is excluded or headed so."""
    return any(path_depth(path) == CENTRAL for path in exclusion.closed)


def build_conflict_exclusion(
    officers: Iterable[int],
    posts: Iterable[HeldPost] = (),
    offices: Iterable[ClosedOffice] = (),
) -> ConflictExclusion:
    """Return the exclusion of a complaint from these officers, who hold these posts now, and from these offices.

    `add_staff` completes it.
    """
    posts, offices = list(posts), list(offices)
    levels = [_lowest_level_for_post(post) for post in posts if post.is_accused]
    for office in offices:
        if office.may_peers_have_it and office.kind in PEERS_MAY_HAVE_IT:
            levels.append(LEVELS.index(OfficeKind.CIRCLE))
        else:
            levels.append(_lowest_level_for_post(HeldPost(office.path, office.kind, is_head=True)))
    skipped = [office.path for office in offices if office.may_peers_have_it and office.kind is OfficeKind.CIRCLE]
    return ConflictExclusion(
        frozenset(officers),
        posted=frozenset(post.path for post in posts),
        closed=frozenset({office.path for office in offices} | {post.path for post in posts if post.is_head}),
        lowest_level=max(levels, default=0),
        deepest_cell=min((CELL_DEPTH[office.kind] for office in offices), default=DISTRICT),
        skipped_circle=min(skipped, default=None),
    )


def add_staff(
    exclusion: ConflictExclusion, postings: Iterable[tuple[int, str]], covers: Iterable[CoveredPosting]
) -> ConflictExclusion:
    """Return the exclusion with those who are excluded by another posting, and with the postings they act for.

    `postings`: officer and path of the present postings of officers who have several. `covers`: the postings on leave.
    """
    staff = frozenset(officer for officer, path in postings if exclusion.excludes_office(path))
    exclusion = replace(exclusion, staff=staff)
    covered = (cover.posting_id for cover in covers if exclusion.excludes_officer(cover.officer_id, cover.path))
    return replace(exclusion, covered=frozenset(covered))


def level_of_office(kind: OfficeKind, path: str) -> int:
    """Return the level of an office: 0 for a station. A unit has the level of the office that runs it."""
    if kind is OfficeKind.UNIT:
        kind = UNIT_KIND_BY_DEPTH.get(path_depth(path), OfficeKind.CIRCLE)
    return LEVELS.index(kind)


def _lowest_level_for_post(post: HeldPost) -> int:
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
