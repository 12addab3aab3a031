"""Which postings a complaint may be marked to: conflict exclusion, role, office and rank."""

from dataclasses import dataclass

from accounts.rules.office_tree import OfficeKind, is_within
from accounts.rules.ranks import Rank, is_at_least
from accounts.rules.roles import Role
from complaints.rules.exclusion.conflict_exclusion import NO_EXCLUSION, ConflictExclusion
from complaints.rules.refusals import Refusal

WORKING_ROLES = frozenset({Role.INQUIRY_OFFICER, Role.SUPERVISOR})
APPEALS_DESK_RANK = Rank.DIG
"""The lowest rank at the appeals desk of the Central Police Office (docs/rules.md, *Outcomes*)."""


def receives_appeals(rank: str | None) -> bool:
    """Return whether an officer of this rank at the appeals desk receives objections and appeals."""
    return is_at_least(rank, APPEALS_DESK_RANK)


def rank_floor_of(policy_floor: Rank, *, sensitive: bool) -> Rank:
    """Return the lowest rank that may have the complaint. Conduct and confidential complaints need at least a DSP."""
    return Rank.DSP if sensitive and not is_at_least(policy_floor, Rank.DSP) else policy_floor


@dataclass(frozen=True)
class MarkingCandidate:
    """A posting that a complaint may be marked to."""

    posting_id: int
    officer_id: int
    role: Role
    rank: Rank | None
    office_path: str
    office_kind: OfficeKind
    is_head: bool
    acting: bool


@dataclass(frozen=True)
class MarkingConditions:
    """What a complaint and the officer who marks it require of the addressee.

    `floor`: the lowest rank (`rank_floor_of`). `within`: the path of the office that marks. `accused_station`: the path
    of the station that a conduct complaint is against. `exclusion`: the conflict exclusion of the complaint.
    """

    floor: Rank
    within: str = ""
    accused_station: str | None = None
    exclusion: ConflictExclusion = NO_EXCLUSION


def refusal_of_candidate(addressee: MarkingCandidate, conditions: MarkingConditions) -> Refusal | None:
    """Return the reason why this officer cannot have the complaint, or None. No reason reveals that somebody is named.

    The acting head of a circle counts as a DSP.
    """
    if is_candidate_excluded(addressee, conditions.exclusion) or addressee.role not in WORKING_ROLES:
        return Refusal.NOT_ADDRESSABLE
    if not is_within(addressee.office_path, conditions.within):
        return Refusal.OUTSIDE_THE_OFFICE
    if conditions.accused_station and is_within(addressee.office_path, conditions.accused_station):
        return Refusal.NOT_ADDRESSABLE
    acting_sdpo = addressee.is_head and addressee.acting and addressee.office_kind is OfficeKind.CIRCLE
    return None if is_at_least(addressee.rank, conditions.floor) or acting_sdpo else Refusal.RANK_TOO_LOW


def is_candidate_excluded(addressee: MarkingCandidate, exclusion: ConflictExclusion) -> bool:
    """Return whether the posting is excluded or its office is too low.

    A posting is excluded if its officer, or the officer who acts for it, is named or is posted below a named head.
    """
    kind, path = addressee.office_kind, addressee.office_path
    is_excluded = exclusion.excludes_posting(addressee.posting_id, addressee.officer_id, path)
    return is_excluded or exclusion.is_office_too_low(kind, path)
