"""Police ranks, from Constable to Inspector General (order: Punjab Police rank table, 2024)."""

from enum import StrEnum


class Rank(StrEnum):
    """The rank of a person. It compares by `level`, because DSP and ASP are one step of the ladder."""

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
        """The step on the ladder: 1 for a Constable, 6 for both DSP and ASP, 11 for the Inspector General."""
        return LEVELS[self]


LEVELS = {
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


def at_least(rank: Rank | str | None, floor: Rank | str) -> bool:
    """Whether a rank stands at a floor or above it. A civilian (None) stands at no floor."""
    return bool(rank) and Rank(rank).level >= Rank(floor).level
