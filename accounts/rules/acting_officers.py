"""Who may act for somebody on leave."""

from accounts.rules.offices import OfficeKind
from accounts.rules.ranks import Rank, at_least
from accounts.rules.roles import Role

WORKING = frozenset({Role.INQUIRY_OFFICER, Role.SUPERVISOR})
"""Roles that hold complaints: each may act for the other, because a cover acts as the holder and as nothing else."""

FLOORS = (Rank.DSP, Rank.SI)
"""The ranks that policies ask of a holder (ranks.csv: an SDPO is a DSP or ASP, an SHO at least a Sub-Inspector)."""


def floor_of(rank: Rank | None, *, acts_as_sdpo: bool = False) -> Rank | None:
    """The highest floor that somebody meets: what their post may hold, their cover must be able to hold."""
    if acts_as_sdpo:
        return Rank.DSP
    return next((floor for floor in FLOORS if at_least(rank, floor)), None)


def acts_as_sdpo(*, is_head: bool, acting: bool, kind: OfficeKind) -> bool:
    """Whether a posting heads a circle for a time, whatever the rank: it meets a DSP's floor."""
    return is_head and acting and kind is OfficeKind.CIRCLE


def may_cover(role: Role, floor: Rank | None, *, holder_role: Role, holder_floor: Rank | None) -> bool:
    """Whether a posting of this role, meeting this floor, may act for one of that role and floor."""
    if role is not holder_role and not {role, holder_role} <= WORKING:
        return False
    return holder_floor is None or (floor is not None and floor.level >= holder_floor.level)
