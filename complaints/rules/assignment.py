"""To whom a complaint may go: the rank floor of its policy, and who is first where."""

from dataclasses import dataclass

from accounts.rules.offices import OfficeKind, is_within
from accounts.rules.ranks import Rank, at_least
from accounts.rules.roles import Role
from complaints.rules.refusals import Refusal

WORKING_ROLES = frozenset({Role.INQUIRY_OFFICER, Role.SUPERVISOR})


def floor_of(policy_floor: Rank, *, sensitive: bool) -> Rank:
    """The least rank that may have it: what is about the police, or confidential as a child's is, a DSP at least."""
    return Rank.DSP if sensitive and not at_least(policy_floor, Rank.DSP) else policy_floor


@dataclass(frozen=True)
class Addressee:
    """A posting that a complaint may be marked to."""

    role: Role
    rank: Rank | None
    office_path: str
    office_kind: OfficeKind
    is_head: bool
    acting: bool


def refuse(addressee: Addressee, *, floor: Rank, within: str, accused_station: str | None) -> Refusal | None:
    """Why this officer cannot have it, or None.

    `floor`: the least rank (`floor_of`); an officer acting as the head of a circle meets a DSP's floor.
    `within`: path of the office that marks. `accused_station`: path of the station that a conduct complaint is against.
    """
    if addressee.role not in WORKING_ROLES:
        return Refusal.NOT_ADDRESSABLE
    if not is_within(addressee.office_path, within):
        return Refusal.OUTSIDE_THE_OFFICE
    if accused_station and is_within(addressee.office_path, accused_station):
        return Refusal.NOT_ADDRESSABLE
    acting_sdpo = addressee.is_head and addressee.acting and addressee.office_kind is OfficeKind.CIRCLE
    return None if at_least(addressee.rank, floor) or acting_sdpo else Refusal.RANK_TOO_LOW
