"""How sure a published fact is."""

from enum import StrEnum


class Certainty(StrEnum):
    """CERTAIN: a source with a date or several sources say so. LIKELY: some do. GUESS: none states it."""

    CERTAIN = "certain"
    LIKELY = "likely"
    GUESS = "guess"
