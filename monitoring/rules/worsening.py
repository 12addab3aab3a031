"""Decide which offices are getting worse: whether more complaints are overdue than a week ago, beyond chance."""

from collections.abc import Hashable, Mapping, Sequence
from math import sqrt

FEWEST_MORE = 2
"""One more overdue complaint is no trend."""
CLEAR_CHANGE = 1.0


def worsening(now: int, before: int | None) -> float | None:
    """Return how much more is overdue than a week ago, in units of what chance alone changes.

    The difference is divided by the square root of the sum of both numbers, which is the standard error of a difference
    of two counts (Poisson). So five more weigh more in a district with six overdue complaints than in one with sixty.
    Positive: worse. None if the number of a week ago is not known.
    """
    if before is None:
        return None
    return (now - before) / sqrt(now + before) if now + before else 0.0


def is_getting_worse(now: int, before: int | None) -> bool:
    """Return whether an office is getting worse: at least two more, and more than chance often gives (our rule)."""
    change = worsening(now, before)
    return change is not None and now - (before or 0) >= FEWEST_MORE and change >= CLEAR_CHANGE


def order_by_worsening(numbers: Mapping[Hashable, tuple[int, int | None]]) -> list[Hashable]:
    """Return the offices, the one that is getting worse most first.

    `numbers`: for each office how many complaints are overdue now, and were a week ago. Equal changes: most overdue
    first, then the given order. Offices without a known number of a week ago come last.
    """
    changes = {office: worsening(*pair) for office, pair in numbers.items()}

    def sort_key(office: Hashable) -> tuple:
        change = changes[office]
        return (change is None, -(change or 0), -numbers[office][0])

    return sorted(numbers, key=sort_key)


def offices_getting_worse(numbers: Mapping[Hashable, tuple[int, int | None]]) -> Sequence[Hashable]:
    """Return the offices that are getting worse, the worst first."""
    return [office for office in order_by_worsening(numbers) if is_getting_worse(*numbers[office])]
