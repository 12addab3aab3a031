"""The fixed thresholds of the district map, so that a shade means the same every day."""

from enum import StrEnum


class MapMeasure(StrEnum):
    """What the map shows of each district."""

    RATE = "rate"  # overdue, in percent of open
    COUNT = "count"  # overdue


THRESHOLDS = {MapMeasure.RATE: (1, 11, 26, 51), MapMeasure.COUNT: (1, 5, 10, 25)}
"""The lowest value of the steps 1 to 4. Below the first is step 0."""


def map_step(measure: MapMeasure, value: int | None) -> int:
    """Return the step of a value, 0 to 4. A district without open complaints has no rate: 0."""
    return sum((value or 0) >= lowest for lowest in THRESHOLDS[measure])


def map_legend(measure: MapMeasure) -> list[tuple[int, int, int | None]]:
    """Return each step with its lowest and highest value; the last step has no highest value."""
    lowest = (0, *THRESHOLDS[measure])
    highest = (*(value - 1 for value in THRESHOLDS[measure]), None)
    return [(step, low, high) for step, (low, high) in enumerate(zip(lowest, highest, strict=True))]
