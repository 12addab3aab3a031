"""The printed sheet of a station: forms and links are gone, all figures are there."""

import os

import pypdfium2
import pytest

from complaints.models import Complaint
from tests.browser.test_board import SHOTS, opened
from tests.browser.test_every_page import TOO_WIDE
from tests.monitoring.week import week_of_work
from tests.world import World

pytestmark = pytest.mark.slow

A4 = {"width": 720, "height": 1000}


@pytest.fixture
def world(own_database) -> World:
    made = week_of_work()
    station = made.office("gulberg")
    here = Complaint.objects.unscoped("test").filter(office=made.office("gulberg_circle"))
    here.update(station=station, office=station)
    return made


@pytest.mark.parametrize(("language", "root"), [("en", "/"), ("ur", "/ur/")])
def test_it_fits_on_a_few_sheets_and_asks_for_nothing(world, portal, new_page, language, root):
    page = new_page(language=language)
    opened(page, world, "dania", portal.url, f"{root}desk/stations/gulberg/")
    page.set_viewport_size(A4)
    page.emulate_media(media="print", color_scheme="light")
    assert page.evaluate(TOO_WIDE) <= 0
    assert not page.locator(".board-asked").is_visible()
    for part in (
        "time",
        "#station-now",
        "#station-weeks",
        "#station-categories",
        "#station-place",
        "#station-officers",
    ):
        assert page.locator(part).is_visible(), part
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    assert 1 <= len(document) <= 4
    if "SHOTS" in os.environ:
        SHOTS.mkdir(exist_ok=True)
        document[0].render(scale=1.5).to_pil().save(SHOTS / f"station-print-{language}.png")
