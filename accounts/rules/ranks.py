"""Police ranks, from Constable to Inspector General (order: Punjab Police rank table, 2024)."""

from enum import StrEnum


class Rank(StrEnum):
    """The rank of a person. Compare ranks by `level`, because DSP and ASP are of the same level."""

    PC = "PC"
    HC = "HC"
    ASI = "ASI"
    SI = "SI"
    IP = "IP"
    DSP = "DSP"
    ASP = "ASP"
    SP = "SP"
    SSP = "SSP"
    DIG = "DIG"
    ADDL_IG = "ADDL_IG"
    IG = "IG"

    @property
    def level(self) -> int:
        """Return the level: 1 for a Constable, 6 for both DSP and ASP, 11 for the Inspector General."""
        return RANK_LEVELS[self]


RANK_LEVELS = {
    Rank.PC: 1,
    Rank.HC: 2,
    Rank.ASI: 3,
    Rank.SI: 4,
    Rank.IP: 5,
    Rank.DSP: 6,
    Rank.ASP: 6,
    Rank.SP: 7,
    Rank.SSP: 8,
    Rank.DIG: 9,
    Rank.ADDL_IG: 10,
    Rank.IG: 11,
}


def is_at_least(rank: Rank | str | None, floor: Rank | str) -> bool:
    """Return whether a rank is `floor` or higher. For a civilian (None) it is always false."""
    return bool(rank) and Rank(rank).level >= Rank(floor).level
