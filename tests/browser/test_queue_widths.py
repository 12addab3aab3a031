"""The queues on the screens of police offices: every deadline is visible without scrolling, and rows are compact."""

import os

import pytest

from accounts.rules.roles import Role
from complaints.rules.statuses import Outcome
from tests.browser.test_board import SHOTS, opened
from tests.browser.test_every_page import TOO_WIDE
from tests.factories import PostingFactory
from tests.world import World, build

pytestmark = pytest.mark.slow

WIDTHS = (1024, 1280, 1366)
# The parts of the table that are outside its visible area.
CUT_OFF = """() => [...document.querySelectorAll('.table-wrap')].map(wrap => {
  const seen = wrap.getBoundingClientRect();
  return [...wrap.querySelectorAll('th, td, .chip')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && (box.left < seen.left - 1 || box.right > seen.right + 1);
  }).map(one => one.textContent.trim());
}).flat()"""
USUAL_HEIGHT = """() => {
  const heights = [...document.querySelectorAll('tr[data-row]')].map(row => row.offsetHeight).sort((a, b) => a - b);
  return heights[Math.floor(heights.length / 2)];
}"""
WORDS = "تھانے کے سامنے میری دکان کا تالا توڑا گیا اور رات کو دو آدمی نقدی اور موبائل لے گئے، گواہ موجود ہیں۔"


@pytest.fixture
def world(own_database) -> World:
    """Rows with the longest texts that a row can have."""
    world = build()
    accepted = world.in_inquiry(category="heinous_crime", station="gulberg", text=WORDS)
    world.bilal.reports(accepted, "10:30", Outcome.NOT_PROVED)
    world.farah.does("accept", accepted, "10:40")
    returned = world.in_inquiry(station="garden_town", text="Two men took the motorcycle of my son. " * 5)
    world.bilal.reports(returned, "10:30")
    for n in range(12):
        complaint = world.complaint("financial_crime", f"09:{n:02}", station="gulberg", text=WORDS)
        world.salma.marks(complaint, to=world.bilal, at="09:30")
    for n in range(6):
        world.complaint("property_crime", f"09:{n:02}", station="garden_town", text=WORDS)
    PostingFactory(officer=world.bilal.officer, office=world.office("multan"), role=Role.INQUIRY_OFFICER)
    return world


@pytest.mark.parametrize(("language", "root"), [("en", "/"), ("ur", "/ur/")])
@pytest.mark.parametrize(("who", "path"), [("bilal", "desk/"), ("usman", "desk/office/"), ("salma", "desk/")])
def test_no_column_is_cut_off_from_1024_pixels_up(world, portal, new_page, who, path, language, root):
    page = new_page(language=language)
    opened(page, world, who, portal.url, f"{root}{path}")
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        found[width] = (page.evaluate(CUT_OFF), page.evaluate(TOO_WIDE) > 0, page.evaluate(USUAL_HEIGHT) > 96)
        if "SHOTS" in os.environ:
            SHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SHOTS / f"queue-{who}-{width}-{language}.png")
    if "SHOTS" in os.environ:
        page.set_viewport_size({"width": 390, "height": 844})
        page.screenshot(path=SHOTS / f"queue-{who}-390-{language}.png")
    assert found == {width: ([], False, False) for width in WIDTHS}
