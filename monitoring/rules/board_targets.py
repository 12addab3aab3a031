"""The figures of the board that can have a target, and what a target may be."""

from enum import StrEnum
from fractions import Fraction


class TargetFigure(StrEnum):
    """A figure with a target. All are percentages, except the median time to report, which is in hours."""

    OVERDUE = "overdue"  # of open complaints, at most
    CONTACTED = "contacted"  # on time, at least
    REPORTED = "reported"  # on time, at least
    MEDIAN = "median"  # hours, at most
    DENIED = "denied"  # citizen says not solved, at most


AT_LEAST = frozenset({TargetFigure.CONTACTED, TargetFigure.REPORTED})
"""A target of these is met by a value that is as high or higher; of the others, by one that is as low or lower."""
HIGHEST_TARGET = {figure: 1000 if figure == TargetFigure.MEDIAN else 100 for figure in TargetFigure}


def is_target_met(figure: TargetFigure, value: Fraction | float, target: int) -> bool:
    """Return whether a value meets the target of its figure. `value`: not rounded, percentages as fractions."""
    return value >= target if figure in AT_LEAST else value <= target


def is_possible_target(figure: TargetFigure, value: int) -> bool:
    """Return whether a target makes sense: a percentage up to 100, or up to 1,000 hours."""
    return 0 <= value <= HIGHEST_TARGET[figure]
