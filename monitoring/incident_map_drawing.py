"""Draw an incident map: squares with their numbers, the police stations between them, and the table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from accounts.models import Office
from monitoring.models import IncidentMap
from monitoring.rules.incident_grid import DEGREES_EAST, DEGREES_NORTH, Square

SIDE = 24
"""The side of a square in the drawing."""
MARGIN = 2
"""Empty squares around the outermost ones."""
MOST_COLUMNS_WITH_NUMBERS = 30
"""In a wider drawing the numbers are too small to read; they are in the table."""
STEPS = ((50, 4), (20, 3), (10, 2), (5, 1))
"""From which number on a square has which shade. Fixed, so that two maps can be compared."""
KILOMETRES_PER_DEGREE = 111.3


@dataclass(frozen=True)
class MapFrame:
    """The part of the grid that is drawn: its northern and western edge, and its size in squares."""

    top: int
    left: int
    rows: int
    columns: int

    @classmethod
    def around(cls, squares: Sequence[Square]) -> "MapFrame":
        rows, columns = [square.row for square in squares], [square.column for square in squares]
        top, left = max(rows) + MARGIN, min(columns) - MARGIN
        return cls(top, left, top - min(rows) + MARGIN + 1, max(columns) - left + MARGIN + 1)

    def corner_of(self, square: Square) -> tuple[int, int]:
        """Return the left and the upper edge of a square in the drawing. North is up."""
        return (square.column - self.left) * SIDE, (self.top - square.row) * SIDE

    def point_of(self, latitude: float, longitude: float) -> tuple[float, float] | None:
        """Return where a position lies in the drawing, or None if it is outside."""
        x = (longitude / DEGREES_EAST - self.left) * SIDE
        y = (self.top + 1 - latitude / DEGREES_NORTH) * SIDE
        is_inside = 0 <= x <= self.columns * SIDE and 0 <= y <= self.rows * SIDE
        return (round(x, 1), round(y, 1)) if is_inside else None


def incident_map_context(drawn: IncidentMap, stations: Sequence[Office]) -> dict | None:
    """Return the context of monitoring/incident_map_drawing.html; None if no square may be drawn.

    stations: those of the district whose position is known.
    """
    numbers = {Square(row, column): number for row, column, number in drawn.cells}
    if not numbers:
        return None
    frame = MapFrame.around(list(numbers))
    ranked = sorted(numbers.items(), key=lambda one: (-one[1], one[0]))
    points = [(station.name, frame.point_of(station.latitude, station.longitude)) for station in stations]
    return {
        "frame": frame,
        "width": frame.columns * SIDE,
        "height": frame.rows * SIDE,
        "side": SIDE,
        "numbered": frame.columns <= MOST_COLUMNS_WITH_NUMBERS,
        "squares": [
            _square_context(frame, square, numbers[square], line, stations)
            for line, (square, _number) in enumerate(ranked, start=1)
        ],
        "stations": [{"name": name, "x": point[0], "y": point[1]} for name, point in points if point],
    }


def _square_context(frame: MapFrame, square: Square, number: int, line: int, stations: Sequence[Office]) -> dict:
    x, y = frame.corner_of(square)
    latitude, longitude = square.centre
    nearest = min(stations, key=lambda one: _kilometres(one, latitude, longitude), default=None)
    return {
        "line": line,
        "x": x,
        "y": y,
        "middle_x": x + SIDE // 2,
        "middle_y": y + SIDE // 2,
        "number": number,
        "step": next((step for least, step in STEPS if number >= least), 1),
        "latitude": round(latitude, 3),
        "longitude": round(longitude, 3),
        "nearest": nearest.name if nearest else "",
        "kilometres": round(_kilometres(nearest, latitude, longitude), 1) if nearest else "",
    }


def _kilometres(station: Office, latitude: float, longitude: float) -> float:
    """Return the distance on a flat map, exact enough within a district."""
    north = (station.latitude - latitude) * KILOMETRES_PER_DEGREE
    east = (station.longitude - longitude) * KILOMETRES_PER_DEGREE * cos(radians(latitude))
    return hypot(north, east)
