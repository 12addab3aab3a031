"""The board in a real browser: at every size of screen, on paper, and as it changes before one's eyes."""

import os
from pathlib import Path

import pytest
from django.test import Client

from tests.browser import axe
from tests.browser.test_every_page import TOO_WIDE
from tests.monitoring.test_board import week_of_work
from tests.signing_in import sign_in
from tests.world import World

SHOTS = Path(__file__).parent / "shots"
LOOKS = [(390, "light"), (390, "dark"), (1280, "dark"), (1280, "light"), (1920, "light"), (1920, "dark")]


@pytest.fixture
def world(own_database) -> World:
    return week_of_work()


def opened(page, world: World, name: str, url: str, path: str = "desk/board/") -> None:
    session = sign_in(Client(), world.people[name].officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    assert page.goto(path).status == 200


@pytest.mark.parametrize(("language", "root"), [("en", "/"), ("ur", "/ur/")])
def test_it_is_for_everybody_at_every_size_and_in_both_themes(world, portal, new_page, language, root):
    page, trouble = new_page(language=language), []
    for path in ("desk/board/", "desk/board/?office=lahore", "desk/board/?office=gulberg"):
        opened(page, world, "zara", portal.url, root + path)
        for width, theme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            found = [str(one) for one in axe.violations(page)]
            if (excess := page.evaluate(TOO_WIDE)) > 0:
                found.append(f"{excess} px too wide")
            trouble += [f"{path}, {width}, {theme}: {what}" for what in found]
            if "SHOTS" in os.environ:
                SHOTS.mkdir(exist_ok=True)
                name = path.partition("=")[2] or "province"
                page.screenshot(
                    path=SHOTS / f"board-{name}-{language}-{width}-{theme}.jpeg", full_page=True, quality=70
                )
    assert trouble == [], "\n".join(trouble)
