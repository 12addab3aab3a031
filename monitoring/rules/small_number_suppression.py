"""Decide which cells of a public table must be hidden: small ones, and others from which a small one could be computed.

A table has lines: a column with a published total, or the overlapping periods of one office. A cell below SMALLEST is
hidden. If a line has only one hidden cell, or the hidden cells of a column add up to less than SMALLEST, a reader could
subtract the shown cells from the total and learn too much. Then the smallest cell that is still shown is hidden too.
"""

from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import dataclass

SMALLEST = 10
"""Smaller numbers of people are not published."""


@dataclass(frozen=True)
class TableLine:
    """Cells that can be added up. `has_total`: their exact sum is published, so the hidden cells must not be few."""

    cells: tuple[Hashable, ...]
    has_total: bool = True


def find_hidden_cells(
    numbers: Mapping[Hashable, int], lines: Iterable[TableLine], *, already: Set[Hashable] = frozenset()
) -> set:
    """Return the cells that must not be shown, including those hidden `already` for another reason.

    The search ends because a hidden cell is never shown again. Of equal cells, the first in the line is hidden.
    """
    hidden_cells = {cell for cell, number in numbers.items() if number < SMALLEST} | set(already)
    lines = list(lines)
    while more := next(filter(None, (_cell_to_hide(numbers, line, hidden_cells) for line in lines)), None):
        hidden_cells |= more
    return hidden_cells


def reveals_hidden_cells(numbers: Mapping[Hashable, int], line: TableLine, hidden_cells: Set[Hashable]) -> bool:
    """Return whether the hidden cells of a line can be computed from the shown ones, and from its sum if published."""
    hidden_numbers = [numbers[cell] for cell in line.cells if cell in hidden_cells]
    is_small = line.has_total and sum(hidden_numbers) < SMALLEST
    return bool(hidden_numbers) and (len(hidden_numbers) < 2 or is_small)


def _cell_to_hide(numbers, line: TableLine, hidden_cells: Set[Hashable]) -> set:
    """Return one more cell of the line to hide, as a set. It is empty if the line is safe or has no shown cell."""
    shown = [cell for cell in line.cells if cell not in hidden_cells]
    return (
        {min(shown, key=numbers.__getitem__)} if shown and reveals_hidden_cells(numbers, line, hidden_cells) else set()
    )


def suppress_line(numbers: Mapping[Hashable, int]) -> tuple[dict[Hashable, int | None], int | None]:
    """Suppress one line and its sum. Return the numbers (None: hidden), and the sum (None: hidden)."""
    line = TableLine(tuple(numbers))
    hidden_cells = find_hidden_cells(numbers, [line])
    total = sum(numbers.values())
    is_safe = total >= SMALLEST and not reveals_hidden_cells(numbers, line, hidden_cells)
    return {
        cell: None if cell in hidden_cells else number for cell, number in numbers.items()
    }, total if is_safe else None


def smallest_group(numbers: Mapping[Hashable, int], *, first: Set[Hashable] = frozenset()) -> set:
    """Return the cells to hide, or to merge, so that none below SMALLEST is left and the others' sum is large enough.

    These are the smallest cells up to a sum of SMALLEST. `first`: cells that are always among them.
    """
    group, total = set(), 0
    for cell in sorted(numbers, key=lambda cell: (cell not in first, numbers[cell], str(cell))):
        if cell in first or numbers[cell] < SMALLEST or (group and total < SMALLEST):
            group.add(cell)
            total += numbers[cell]
    return group
