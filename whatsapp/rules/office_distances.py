"""Distances between offices and a position."""

from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt

from whatsapp.rules.public_directory import OfficeEntry

EARTH_RADIUS = 6371.0088
"""Mean radius in kilometres (IUGG)."""


def distance_km(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the distance in kilometres between two points in degrees (haversine formula)."""
    (lat1, lon1), (lat2, lon2) = (map(radians, point) for point in (start, end))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(min(1.0, half)))


def find_nearest(
    places: Iterable[OfficeEntry], latitude: float, longitude: float, *, most: int
) -> list[tuple[float, OfficeEntry]]:
    """Return the nearest offices whose position is known: pairs of kilometres and office."""
    position = (latitude, longitude)
    distances = [(distance_km(position, place.point), place) for place in places if place.point]
    return sorted(distances, key=lambda pair: pair[0])[:most]
