"""Patterns of delay over months: how often, out of how many cases, and how certain that is. They carry no penalty."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

FEWEST_CASES = 20
"""No share is shown for fewer cases: one bad week would look like a habit."""
Z_95 = 1.96  # for a 95 % interval


class Pattern(StrEnum):
    """The patterns, each a part of a total."""

    BREACHED = "breached"  # complaints that the officer had; part: a deadline passed while they were responsible
    OBJECTED = "objected"  # reports of relief granted; part: the citizen objected
    PAUSED_LATE = "paused_late"  # questions that paused the clock; part: with less than a tenth of the limit left
    DENIED = "denied"  # contacts that the officer recorded; part: the citizen denied the contact


@dataclass(frozen=True)
class PatternShare:
    """A number of cases out of a total."""

    number: int
    of: int

    @property
    def has_enough_cases(self) -> bool:
        """Return whether there are enough cases to show the share."""
        return self.of >= FEWEST_CASES

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the share (Wilson 1927). Without any case it is the whole range."""
        if not self.of:
            return 0.0, 1.0
        share, spread = self.number / self.of, Z_95 * Z_95 / self.of
        middle = share + spread / 2
        half = Z_95 * sqrt(share * (1 - share) / self.of + spread / (4 * self.of))
        return max((middle - half) / (1 + spread), 0.0), min((middle + half) / (1 + spread), 1.0)
