"""The street map below an incident map in a real browser: it lies behind the squares, and no policy is broken."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now
from PIL import Image, ImageDraw

from monitoring.models import IncidentMap
from monitoring.rules.incident_grid import square_of
from tests.browser import axe
from tests.browser.portal import Portal
from tests.signing_in import sign_in
from tests.world import build

pytestmark = pytest.mark.slow

HOST = "https://tiles.example.org"


@pytest.fixture
def portal(own_database, static_root, tmp_path):
    """A portal whose incident maps have tiles."""
    tiles = {"MAP_TILES": "xyz", "MAP_TILES_HOST": HOST, "MAP_TILES_CREDIT": "© People who draw maps"}
    running = Portal(own_database, static_root=static_root, folder=tmp_path, **tiles)
    running.start()
    yield running
    running.stop()


def picture() -> bytes:
    """Return a tile with a frame, so that a shot shows where each lies."""
    out, drawn = io.BytesIO(), Image.new("RGB", (256, 256), "#e8e0d0")
    ImageDraw.Draw(drawn).rectangle((0, 0, 255, 255), outline="#b0a080", width=4)
    drawn.save(out, "PNG")
    return out.getvalue()


def test_the_tiles_are_loaded_and_lie_behind_the_squares(portal, new_page):
    world = build()
    here, day = square_of(31.52037, 74.35875), localdate()
    cells = [[here.row + step, here.column + 2 * step, 5 + 10 * step] for step in range(4)]
    values = {"first": day - timedelta(days=120), "last": day - timedelta(days=30), "made_at": now()}
    IncidentMap.objects.create(district=world.office("lahore"), cells=cells, **values)
    page, asked = new_page(), []
    page.route(f"{HOST}/**", lambda route: (asked.append(route.request), route.fulfill(body=picture())))
    session = sign_in(Client(), world.usman.officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": portal.url}])
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.goto(reverse("incident_map", args=["lahore"])).status == 200
        page.wait_for_load_state("networkidle")
        assert axe.violations(page) == []
    drawn = page.locator("svg.incident-map image").count()
    assert 0 < drawn <= 36
    assert len({request.url for request in asked}) == drawn
    assert {request.headers.get("referer", "") for request in asked} == {""}
    assert page.get_by_text("© People who draw maps").is_visible()
