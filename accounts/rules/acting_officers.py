"""Rules that decide which officers may act for an officer on leave."""

from accounts.rules.office_tree import OfficeKind
from accounts.rules.ranks import Rank, is_at_least
from accounts.rules.roles import Role

HOLDING_ROLES = frozenset({Role.INQUIRY_OFFICER, Role.SUPERVISOR})
"""Roles that hold complaints. Each may act for the other, because an acting officer only does what the holder may."""

MINIMUM_RANKS = (Rank.DSP, Rank.SI)
"""Minimum ranks that policies require of a holder (ranks.csv: an SDPO is DSP or ASP, an SHO at least Sub-Inspector)."""


def highest_minimum_rank_met(rank: Rank | None, *, acts_as_sdpo: bool = False) -> Rank | None:
    """Return the highest minimum rank that an officer meets, or None.

    An acting officer must meet the same one, to be able to hold the complaints that can come to the post.
    """
    if acts_as_sdpo:
        return Rank.DSP
    return next((floor for floor in MINIMUM_RANKS if is_at_least(rank, floor)), None)


def counts_as_sdpo(*, is_head: bool, acting: bool, kind: OfficeKind) -> bool:
    """Return whether a posting is in acting charge of a circle. It then counts as a DSP, whatever the rank."""
    return is_head and acting and kind is OfficeKind.CIRCLE


def may_cover(role: Role, floor: Rank | None, *, holder_role: Role, holder_floor: Rank | None) -> bool:
    """Return whether a posting with this role and minimum rank may act for one with the holder's role and floor."""
    if role is not holder_role and not {role, holder_role} <= HOLDING_ROLES:
        return False
    return holder_floor is None or (floor is not None and floor.level >= holder_floor.level)
