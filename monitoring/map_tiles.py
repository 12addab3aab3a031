"""Optional street map below the squares of an incident map: pictures ("tiles") from the server MAP_TILES_HOST.

Without MAP_TILES no browser requests anything from another host. With it, officers' browsers do, on the page of the
incident map alone: the server learns their address and which district they look at, and gets no referrer.
"""

import logging
from collections.abc import Callable
from functools import wraps
from math import asinh, atan, degrees, floor, pi, radians, sinh, tan
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.csp import csp_override

from monitoring.incident_map_drawing import SIDE, MapFrame
from monitoring.rules.incident_grid import DEGREES_EAST, DEGREES_NORTH

logger = logging.getLogger(__name__)

MOST_ACROSS = 6
"""Pictures in a row and in a column at the most; it decides the zoom."""
FINEST = 16


class MapTiles(Protocol):
    """A function that knows the paths of a server's pictures in Web Mercator (MAP_TILES)."""

    def __call__(self, zoom: int, x: int, y: int) -> str:
        """Return the path of a picture on MAP_TILES_HOST, from its "/" on, with a query if needed.

        It is called up to 36 times for a page, within a request: it must compute the path, not ask for it. If it raises
        or returns something else, the map is drawn without pictures.
        """


def xyz_path(zoom: int, x: int, y: int) -> str:
    """Return the usual path of a picture."""
    return f"/{zoom}/{x}/{y}.png"


def tiles_below(frame: MapFrame) -> list[dict]:
    """Return the pictures that cover a drawing: address, left and upper edge, width and height. Empty without any."""
    if not settings.MAP_TILES:
        return []
    try:
        path_of = import_string(settings.MAP_TILES)
        return [_place_tile(frame, *tile, path_of) for tile in covering_tiles(frame)]
    except Exception:  # whatever a package raises, the squares are drawn
        logger.exception("The map is drawn without pictures")
        return []


def covering_tiles(frame: MapFrame) -> list[tuple[int, int, int]]:
    """Return zoom, x and y of the finest pictures of which at most MOST_ACROSS lie in a row or column."""
    north, west = (frame.top + 1) * DEGREES_NORTH, frame.left * DEGREES_EAST
    south, east = north - frame.rows * DEGREES_NORTH, west + frame.columns * DEGREES_EAST
    for zoom in range(FINEST, -1, -1):
        (first_x, first_y), (last_x, last_y) = _tile_at(north, west, zoom), _tile_at(south, east, zoom)
        if max(last_x - first_x, last_y - first_y) < MOST_ACROSS:
            break
    return [(zoom, x, y) for y in range(first_y, last_y + 1) for x in range(first_x, last_x + 1)]


def _tile_at(latitude: float, longitude: float, zoom: int) -> tuple[int, int]:
    """Return x and y of the picture that contains a position (Web Mercator)."""
    y = (1 - asinh(tan(radians(latitude))) / pi) / 2
    return floor((longitude + 180) / 360 * 2**zoom), floor(y * 2**zoom)


def _corner(zoom: int, x: int, y: int) -> tuple[float, float]:
    """Return latitude and longitude of the north-western corner of a picture."""
    return degrees(atan(sinh(pi * (1 - 2 * y / 2**zoom)))), x / 2**zoom * 360 - 180


def _place_tile(frame: MapFrame, zoom: int, x: int, y: int, path_of: MapTiles) -> dict:
    """Return the address of a picture and where it lies. Each is stretched by itself, so streets fit the squares."""
    (north, west), (south, east) = _corner(zoom, x, y), _corner(zoom, x + 1, y + 1)
    left, top = (west / DEGREES_EAST - frame.left) * SIDE, (frame.top + 1 - north / DEGREES_NORTH) * SIDE
    path = path_of(zoom, x, y)
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError("a path begins with one slash")
    return {
        "address": f"{settings.MAP_TILES_HOST}{path}",
        "x": f"{left:.2f}",
        "y": f"{top:.2f}",
        "width": f"{(east - west) / DEGREES_EAST * SIDE:.2f}",
        "height": f"{(north - south) / DEGREES_NORTH * SIDE:.2f}",
    }


def allow_map_tiles(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let browsers load pictures from MAP_TILES_HOST on this page, if MAP_TILES is set."""

    @wraps(view)
    def show(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not settings.MAP_TILES:
            return view(request, *args, **kwargs)
        sources = [*settings.SECURE_CSP["img-src"], settings.MAP_TILES_HOST]
        return csp_override(settings.SECURE_CSP | {"img-src": sources})(view)(request, *args, **kwargs)

    return show
