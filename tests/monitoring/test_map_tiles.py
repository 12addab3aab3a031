"""Map tiles: none by default; if set, only their host joins the policy of only this page, and streets fit squares."""

from math import isclose

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from monitoring import map_tiles
from monitoring.incident_map_drawing import SIDE, MapFrame
from monitoring.rules.incident_grid import DEGREES_EAST, DEGREES_NORTH, Square
from monitoring.services.incident_map_making import make_incident_maps
from tests.monitoring.test_incident_map import AFTER, people_at
from tests.signing_in import sign_in

HOST = "https://tiles.example.org"


@pytest.fixture
def page(world):
    """A function that opens a page as Usman, who may open the map of Lahore."""
    people_at(world, 5)
    make_incident_maps(at=AFTER)

    def opened(name: str, *arguments: str):
        return sign_in(Client(), world.usman.officer).get(reverse(name, args=arguments))

    with time_machine.travel(AFTER, tick=False):
        yield opened


def test_without_tiles_no_other_host_is_named(page):
    answer = page("incident_map", "lahore")
    assert "<image" not in answer.content.decode()
    assert "https:" not in answer["Content-Security-Policy"]


def test_with_tiles_their_host_is_allowed_on_this_page_alone(page, settings):
    settings.MAP_TILES, settings.MAP_TILES_HOST = "monitoring.map_tiles.xyz_path", HOST
    settings.MAP_TILES_CREDIT = "© OpenStreetMap contributors"
    answer = page("incident_map", "lahore")
    assert f'<image href="{HOST}/' in answer.content.decode()
    assert "© OpenStreetMap contributors" in answer.content.decode()
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy.pop("img-src") == f"'self' data: {HOST}"
    assert HOST not in str(policy)
    assert HOST not in page("board")["Content-Security-Policy"]


def failing(zoom, x, y):
    raise RuntimeError("no licence")


def elsewhere(zoom, x, y):
    return f"//other.example.org/{zoom}/{x}/{y}.png"


@pytest.mark.parametrize("name", ["failing", "elsewhere"])
def test_a_package_that_fails_or_leads_elsewhere_costs_only_the_pictures(page, settings, name):
    settings.MAP_TILES, settings.MAP_TILES_HOST = f"{__name__}.{name}", HOST
    answer = page("incident_map", "lahore")
    assert answer.status_code == 200
    assert "<image" not in answer.content.decode()
    assert 'class="incident-square' in answer.content.decode()


SQUARES = st.builds(Square, st.integers(6200, 7500), st.integers(13100, 14200))


@given(st.lists(SQUARES, min_size=1, max_size=5))
def test_tiles_cover_the_drawing_without_gaps_and_are_few(squares):
    frame = MapFrame.around(squares)
    tiles = map_tiles.covering_tiles(frame)
    assert len(tiles) <= map_tiles.MOST_ACROSS**2
    placed = [map_tiles._place_tile(frame, *tile, map_tiles.xyz_path) for tile in tiles]
    edges = [{name: float(one[name]) for name in ("x", "y", "width", "height")} for one in placed]
    assert min(one["x"] for one in edges) <= 0.01
    assert min(one["y"] for one in edges) <= 0.01
    assert max(one["x"] + one["width"] for one in edges) >= frame.columns * SIDE - 0.01
    assert max(one["y"] + one["height"] for one in edges) >= frame.rows * SIDE - 0.01
    for one, (_zoom, x, y) in zip(edges, tiles, strict=True):
        right = next((other for other, tile in zip(edges, tiles, strict=True) if tile[1:] == (x + 1, y)), None)
        assert right is None or isclose(one["x"] + one["width"], right["x"], abs_tol=0.03)


def test_a_known_picture_lies_where_it_should():
    """Picture 16/46295/26701 contains the Minar-e-Pakistan in Lahore, by the formula that every map server uses."""
    frame = MapFrame.around([Square(int(31.5925 / DEGREES_NORTH), int(74.3095 / DEGREES_EAST))])
    assert map_tiles._tile_at(31.5925, 74.3095, 16) == (46295, 26701)
    placed = map_tiles._place_tile(frame, 16, 46295, 26701, map_tiles.xyz_path)
    assert placed["address"].endswith("/16/46295/26701.png")
    point = frame.point_of(31.5925, 74.3095)
    assert float(placed["x"]) <= point[0] <= float(placed["x"]) + float(placed["width"])
    assert float(placed["y"]) <= point[1] <= float(placed["y"]) + float(placed["height"])
