"""Coordinates of the board's small charts. The templates draw them as SVG; no chart has a style of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

STEP = 10
"""The width of one week."""
PERCENT_HEIGHT = 100


@dataclass(frozen=True)
class Sparkline:
    """A line over some weeks in a box of `width` and `height`, with a dot for the newest value.

    `lines`: the points of each unbroken part. `target`: the height of the target's line, or None.
    """

    width: int
    height: int
    lines: list[str]
    dot: tuple[float, float] | None
    target: float | None


def draw_sparkline(
    values: Sequence[float | None], *, height: int = 30, from_zero: bool = False, target: float | None = None
) -> Sparkline:
    """Return the line of these values, the oldest first. None: a gap.

    `from_zero`: the box begins at zero, as for numbers of complaints; otherwise at the lowest value.
    """
    known = [value for value in (*values, target) if value is not None]
    low, high = (0 if from_zero else min(known, default=0)), max(known, default=0)
    scale = (height - 4) / (high - low) if high > low else 0

    def level(value: float) -> float:
        return round(height - 2 - (value - low) * scale, 1)

    points = [(place * STEP + STEP / 2, level(value)) for place, value in enumerate(values) if value is not None]
    return Sparkline(
        width=len(values) * STEP,
        height=height,
        lines=_unbroken_lines(values, level),
        dot=points[-1] if points and values[-1] is not None else None,
        target=level(target) if target is not None else None,
    )


def _unbroken_lines(values: Sequence[float | None], level) -> list[str]:
    """Return the points of each part without a gap, as SVG writes them. A single point is no line."""
    parts: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            parts.append([])
        else:
            parts[-1].append(f"{place * STEP + STEP / 2:g},{level(value):g}")
    return [" ".join(part) for part in parts if len(part) > 1]


def draw_percent_line(values: Sequence[int | None], *, height: int) -> list[str]:
    """Return the parts of a line of percentages, in a box from 0 to 100 %."""
    return _unbroken_lines(values, lambda value: round(height - 1 - (height - 2) * value / PERCENT_HEIGHT, 1))


def draw_week_bars(numbers: Sequence[int | None], *, height: int, least_scale: int) -> list[str]:
    """Return the SVG path of a bar for each week with a number above zero, scaled to the highest.

    `least_scale`: the full height stands for at least this number.
    """
    most = max([least_scale, *(number for number in numbers if number is not None)])
    heights = [round(height * (number or 0) / most, 1) for number in numbers]
    return [f"M{place * STEP + 1} {height}v-{tall:g}h8v{tall:g}z" for place, tall in enumerate(heights) if tall]
