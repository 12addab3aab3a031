"""Which office the measures charge with a reopened complaint: the one whose report the complainant did not accept."""

from collections.abc import Sequence

LEVELS = 5
"""A line: the ids of region, district, division, circle and station (None if missing), then the office's own id."""
Line = Sequence[int | None]


def line_charged_with_reopening(before: Line | None, line: Line, *, is_reported: bool) -> Line:
    """Return the line of the office that the measures charge with a reopened complaint.

    `before`: the line that is charged already. `line`: of the office that had the complaint when it was reopened.
    `is_reported`: whether that office reported in this round. An objection moves the complaint up the line. When an
    office above reports and the complainant objects again, the office below stays charged: the figures of the office
    above include it anyway, and moving the charge up would clear the office below.
    """
    if before is None:
        return line
    return line if is_reported and not is_at_or_above(line, before) else before


def is_at_or_above(line: Line, other: Line) -> bool:
    """Return whether a line's office stands at or above the other line's office."""
    is_central = not any(line[:LEVELS])
    return is_central or line[LEVELS] in other
