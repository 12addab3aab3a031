"""Who names the officers whom a complaint is about, and who takes a wrong name back (domain.md)."""

from collections.abc import Set

from complaints.rules.capacities import Capacity

NAMERS = frozenset({Capacity.CELL, Capacity.HOLDER, Capacity.MONITOR})
CORRECTORS = frozenset({Capacity.SUPERIOR, Capacity.MONITOR})


def may_name(held: Set[Capacity]) -> bool:
    """The complaint cell, whoever has the complaint, and the CPO's monitors."""
    return bool(held & NAMERS)


def may_take_back(held: Set[Capacity]) -> bool:
    """A supervisor above whoever has it; never the holder alone."""
    return bool(held & CORRECTORS)
