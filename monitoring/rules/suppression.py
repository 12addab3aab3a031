"""Which cells of a public table are too small to show, and which others would give them away.

A table has lines: a column whose total is published, or the periods of one office that overlap. A cell below SMALLEST
is hidden. Where a line's hidden cells are one alone, or a column's hidden cells add up to less than SMALLEST, whoever
subtracts the shown ones from the total knows too much: then the smallest cell that is still shown is hidden too.
"""

from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import dataclass

SMALLEST = 10
"""A number of people below this is not published."""


@dataclass(frozen=True)
class TableLine:
    """Cells that stand in one sum. `has_total`: their sum is published exactly, so what is hidden must not be small."""

    cells: tuple[Hashable, ...]
    has_total: bool = True


def hidden(numbers: Mapping[Hashable, int], lines: Iterable[TableLine], *, already: Set[Hashable] = frozenset()) -> set:
    """The cells that must not be shown, those that are hidden `already` (for another reason) among them.

    Whatever is hidden stays hidden, so the search ends. Of equal cells the first in the line is hidden.
    """
    found = {cell for cell, number in numbers.items() if number < SMALLEST} | set(already)
    lines = list(lines)
    while more := next(filter(None, (_give_cover(numbers, line, found) for line in lines)), None):
        found |= more
    return found


def gives_away(numbers: Mapping[Hashable, int], line: TableLine, found: Set[Hashable]) -> bool:
    """Whether what is hidden in a line can be told from what is shown, and from the line's sum if that is published."""
    covered = [numbers[cell] for cell in line.cells if cell in found]
    return bool(covered) and (len(covered) < 2 or (line.has_total and sum(covered) < SMALLEST))


def _give_cover(numbers, line: TableLine, found: Set[Hashable]) -> set:
    """One more cell of the line to hide; none where it needs none or has none left."""
    shown = [cell for cell in line.cells if cell not in found]
    return {min(shown, key=numbers.__getitem__)} if shown and gives_away(numbers, line, found) else set()


def shown[Cell: Hashable](numbers: Mapping[Cell, int]) -> tuple[dict[Cell, int | None], int | None]:
    """A single line of cells with its sum: each number that may be shown, None for the others; and the sum, or None."""
    line = TableLine(tuple(numbers))
    found = hidden(numbers, [line])
    total = sum(numbers.values())
    is_safe = total >= SMALLEST and not gives_away(numbers, line, found)
    return {cell: None if cell in found else number for cell, number in numbers.items()}, total if is_safe else None
