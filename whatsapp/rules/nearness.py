"""How far offices are from a position."""

from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt

from whatsapp.rules.known import Place

EARTH = 6371.0088
"""Mean radius in kilometres (IUGG)."""


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Between two points in degrees of latitude and longitude, along the surface (haversine)."""
    (lat1, lon1), (lat2, lon2) = (map(radians, point) for point in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, half)))


def nearest_of(places: Iterable[Place], latitude: float, longitude: float, *, most: int) -> list[tuple[float, Place]]:
    """The nearest of those whose position is known: (kilometres, place)."""
    here = (latitude, longitude)
    found = [(kilometres(here, place.point), place) for place in places if place.point]
    return sorted(found, key=lambda pair: pair[0])[:most]
