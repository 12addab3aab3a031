"""Patterns of delay over months: how often, of how many, and how sure that is. A list to look at, never a penalty."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

FEWEST = 20
"""Of fewer than these nothing is said: one bad week would look like a habit."""
Z = 1.96  # 95 %


class Pattern(StrEnum):
    """What is counted, of what."""

    BREACHED = "breached"  # complaints that they had, of which a limit passed while they answered for it
    OBJECTED = "objected"  # reports of relief granted, to which the citizen objected
    PAUSED_LATE = "paused_late"  # questions that stopped the clock, asked when less than a tenth of the limit was left
    DENIED = "denied"  # contacts that they recorded, which the citizen denied


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    number: int
    of: int

    @property
    def is_said(self) -> bool:
        """Whether it is of enough to be said."""
        return self.of >= FEWEST

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares the habit lies, nineteen times of twenty (Wilson 1927). Of none at all: anything."""
        if not self.of:
            return 0.0, 1.0
        share, spread = self.number / self.of, Z * Z / self.of
        middle = share + spread / 2
        half = Z * sqrt(share * (1 - share) / self.of + spread / (4 * self.of))
        return max((middle - half) / (1 + spread), 0.0), min((middle + half) / (1 + spread), 1.0)
