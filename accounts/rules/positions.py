"""Positions: a phone's own, with to how many metres it is sure, and those of offices in a list."""

import re
from typing import NamedTuple

_FORM = re.compile(r"(-?\d{1,2}(?:\.\d{1,10})?),(-?\d{1,3}(?:\.\d{1,10})?),(\d{1,7})(?:\.\d+)?", re.ASCII)
DECIMALS = 5  # a metre
SOUTH, NORTH, WEST, EAST = 23, 38, 60, 78  # whole degrees around Pakistan, with its disputed north


class Position(NamedTuple):
    latitude: float
    longitude: float
    metres: int

    def __str__(self):
        """As it is kept, and read again by `parse`."""
        return f"{self.latitude:.{DECIMALS}f},{self.longitude:.{DECIMALS}f},{self.metres}"


class Impossible(ValueError):
    """This is no position."""


class Abroad(ValueError):
    """A position, but not one in Pakistan: a phone says where it is, not where something happened."""


def parse(text: str) -> Position:
    """ "31.52037,74.35875,12" as a position in Pakistan. Raises Impossible or Abroad."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise Impossible(text)
    latitude, longitude, metres = float(found[1]), float(found[2]), int(found[3])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise Impossible(text)
    if not in_the_country(latitude, longitude):
        raise Abroad(text)
    return Position(round(latitude, DECIMALS), round(longitude, DECIMALS), metres)


def in_the_country(latitude: float, longitude: float) -> bool:
    """Whether such a place can be in Pakistan. Where latitude and longitude were swapped, it cannot."""
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST


def degrees(cell: str) -> float | None:
    """A cell of a list as degrees; None where it is empty. Raises ValueError."""
    return float(cell) if cell else None
