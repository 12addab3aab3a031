"""Who may name the officers whom a complaint is about, and who may withdraw a wrong name (docs/rules.md)."""

from collections.abc import Set

from complaints.rules.capacities import Capacity

NAMERS = frozenset({Capacity.CELL, Capacity.HOLDER, Capacity.MONITOR})
CORRECTORS = frozenset({Capacity.SUPERIOR, Capacity.MONITOR})


def may_name_officer(held: Set[Capacity]) -> bool:
    """Return whether a person may name officers: the complaint cell, the holder, and the CPO's monitors."""
    return bool(held & NAMERS)


def may_withdraw_naming(held: Set[Capacity]) -> bool:
    """Return whether a person may withdraw a name: a superior or a CPO monitor, never the holder."""
    return bool(held & CORRECTORS)
