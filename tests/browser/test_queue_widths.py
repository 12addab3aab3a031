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

WIDTHS = (1024, 1280, 1366, 1920)
# The parts of the table that are outside its visible area.
CUT_OFF = """() => [...document.querySelectorAll('.table-wrap')].map(wrap => {
  const seen = wrap.getBoundingClientRect();
  return [...wrap.querySelectorAll('th, td, .chip')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && (box.left < seen.left - 1 || box.right > seen.right + 1);
  }).map(one => one.textContent.trim());
}).flat()"""
# Rows that are whole within the window.
VISIBLE_ROWS = """() => [...document.querySelectorAll('tr[data-row]')].filter(row => {
  const box = row.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight;
}).length"""
# Texts that are cut short, except the first words of the complaint, which always are.
CUT_SHORT = """() => [...document.querySelectorAll('tr[data-row] > *, .queue-what')]
  .filter(cell => cell.scrollWidth > cell.clientWidth + 1 && !cell.querySelector('.queue-gist'))
  .map(cell => cell.textContent.trim())"""
FIRST_ROW = """() => document.querySelector('tr[data-row]').getBoundingClientRect().top
  - document.querySelector('main').getBoundingClientRect().top"""
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
        found[width] = (
            page.evaluate(CUT_OFF) + page.evaluate(CUT_SHORT),
            page.evaluate(TOO_WIDE) > 0,
            page.evaluate(USUAL_HEIGHT) > 64,
        )
        if "SHOTS" in os.environ:
            SHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SHOTS / f"queue-{who}-{width}-{language}.png")
    if "SHOTS" in os.environ:
        page.set_viewport_size({"width": 390, "height": 844})
        page.screenshot(path=SHOTS / f"queue-{who}-390-{language}.png")
    assert found == {width: ([], False, False) for width in WIDTHS}


@pytest.mark.parametrize(("language", "root"), [("en", "/"), ("ur", "/ur/")])
@pytest.mark.parametrize(("who", "path"), [("bilal", "desk/"), ("usman", "desk/office/"), ("salma", "desk/office/")])
def test_fifteen_rows_are_seen_at_once_on_a_laptop(world, portal, new_page, who, path, language, root):
    for n in range(12):
        complaint = world.complaint("property_crime", f"09:{n + 20}", station="garden_town", text=WORDS)
        world.salma.marks(complaint, to=world.bilal, at="09:40")
    page = new_page(language=language)
    opened(page, world, who, portal.url, f"{root}{path}")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate(VISIBLE_ROWS) >= 15
    if "SHOTS" in os.environ:
        page.screenshot(path=SHOTS / f"queue-{who}-1280x900-{language}.png")
    assert page.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize(("language", "root"), [("en", "/"), ("ur", "/ur/")])
@pytest.mark.parametrize(("who", "path"), [("bilal", "desk/"), ("usman", "desk/office/?clock=overdue")])
def test_on_a_phone_the_first_row_begins_within_300_pixels(world, portal, new_page, who, path, language, root):
    page = new_page(language=language)
    opened(page, world, who, portal.url, f"{root}{path}")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(FIRST_ROW) <= 300
    assert page.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize(("language", "root"), [("en", "/"), ("ur", "/ur/")])
def test_a_list_of_the_administration_is_as_wide_as_the_filters_above_it(world, portal, new_page, language, root):
    page = new_page(language=language)
    opened(page, world, "omar", portal.url, f"{root}desk/admin/accounts/posting/")
    for width in (1024, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        above, below = (page.locator(part).bounding_box() for part in ("#changelist-filter", "#changelist-form"))
        assert above["y"] < below["y"]
        assert abs(above["width"] - below["width"]) <= 2
