"""How certain a published fact is."""

from enum import StrEnum


class Certainty(StrEnum):
    """CERTAIN: stated by a dated source or by several sources. LIKELY: stated by some. GUESS: stated by none."""

    CERTAIN = "certain"
    LIKELY = "likely"
    GUESS = "guess"
