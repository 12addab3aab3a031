"""Parse and check positions: those that a phone reports, with their accuracy, and those of offices in a list."""

import re
from typing import NamedTuple

_FORMAT = re.compile(r"(-?\d{1,2}(?:\.\d{1,10})?),(-?\d{1,3}(?:\.\d{1,10})?),(\d{1,7})(?:\.\d+)?", re.ASCII)
DECIMALS = 5  # decimal places of a degree, about one metre
SOUTH, NORTH, WEST, EAST = 23, 38, 60, 78  # whole degrees around Pakistan, including its disputed north


class GpsPosition(NamedTuple):
    """A position in degrees. `metres`: its accuracy."""

    latitude: float
    longitude: float
    metres: int

    def __str__(self):
        """Return the text that is stored and that `parse_position` reads."""
        return f"{self.latitude:.{DECIMALS}f},{self.longitude:.{DECIMALS}f},{self.metres}"


class InvalidPosition(ValueError):
    """The text is not a position."""


class PositionAbroad(ValueError):
    """The position is not in Pakistan. A phone reports where it is, not where something happened."""


def parse_position(text: str) -> GpsPosition:
    """Return the position that a text like "31.52037,74.35875,12" gives. Raises InvalidPosition or PositionAbroad."""
    match = _FORMAT.fullmatch(text)
    if match is None:
        raise InvalidPosition(text)
    latitude, longitude, metres = float(match[1]), float(match[2]), int(match[3])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise InvalidPosition(text)
    if not is_in_pakistan(latitude, longitude):
        raise PositionAbroad(text)
    return GpsPosition(round(latitude, DECIMALS), round(longitude, DECIMALS), metres)


def is_in_pakistan(latitude: float, longitude: float) -> bool:
    """Return whether a position can be in Pakistan. It cannot if latitude and longitude were swapped."""
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST


def parse_degrees(cell: str) -> float | None:
    """Return a list's cell as degrees, or None if it is empty. Raises ValueError if it is not a number."""
    return float(cell) if cell else None
