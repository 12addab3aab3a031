"""The board in a real browser: at every screen size, on paper, and as it updates."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import expect

from monitoring.tallies.overdue_history import record_overdue
from tests.browser import axe
from tests.browser.test_every_page import TOO_WIDE
from tests.browser.waiting_chats import waiting_chats
from tests.monitoring.week import week_of_work
from tests.signing_in import sign_in
from tests.world import World

pytestmark = pytest.mark.slow

SHOTS = Path(__file__).parent / "shots"
PAGES = [f"desk/board/{rest}" for rest in ("", "?office=lahore", "?office=gulberg", "ahead/", "wall/")]
LOOKS = [
    (320, "light"),
    (390, "light"),
    (390, "dark"),
    (1280, "dark"),
    (1280, "light"),
    (1920, "light"),
    (1920, "dark"),
]
RULES = {(320, "light"): axe.ALL_RULES, (390, "dark"): axe.OTHER_SCREEN, (1280, "light"): axe.OTHER_SCREEN}
"""The rules of axe in some of the looks; test_every_page has others."""

TOP_OF_FOCUS = "Math.round(document.activeElement.getBoundingClientRect().top)"


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
    for path in (
        "desk/board/",
        "desk/board/?office=lahore",
        "desk/board/?office=gulberg",
        "desk/board/ahead/",
        "desk/board/wall/",
    ):
        opened(page, world, "zara", portal.url, root + path)
        for width, theme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            found = [str(one) for one in axe.violations(page, RULES[width, theme])] if (width, theme) in RULES else []
            if (excess := page.evaluate(TOO_WIDE)) > 0:
                found.append(f"{excess} px too wide")
            trouble += [f"{path}, {width}, {theme}: {what}" for what in found]
            if "SHOTS" in os.environ:
                SHOTS.mkdir(exist_ok=True)
                name = path.partition("=")[2] or path.strip("/").rpartition("/")[2]
                page.screenshot(
                    path=SHOTS / f"board-{name}-{language}-{width}-{theme}.jpeg", full_page=True, quality=70
                )
    assert trouble == [], "\n".join(trouble)


# Give every figure of a period its longest possible text: a report after a thousand hours.
SPILLED = """unit => [...document.querySelectorAll('.board-period .figure-number')].filter(number => {
  number.textContent = `1,112 ${unit}`;
  const words = document.createRange(), tile = number.closest('.figure-tile').getBoundingClientRect();
  words.selectNodeContents(number);
  const drawn = words.getBoundingClientRect();
  return drawn.left < tile.left || drawn.right > tile.right;
}).length"""


@pytest.mark.parametrize(("language", "root", "unit"), [("en", "/", "h"), ("ur", "/ur/", "گھنٹے")])
def test_the_longest_figure_stays_in_its_tile(world, portal, new_page, language, root, unit):
    page, spilled = new_page(language=language), {}
    opened(page, world, "zara", portal.url, f"{root}desk/board/")
    assert page.locator(".board-period .figure-number").count() == 9
    for width in (320, 390, 768, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        spilled[width] = page.evaluate(SPILLED, unit)
    assert set(spilled.values()) == {0}, spilled


ROW = "document.activeElement?.closest('tr')?.id ?? null"
POLL = "document.getElementById('board-live').dispatchEvent(new Event('poll'))"


def polled(page, status: int) -> None:
    with page.expect_response(lambda answer: answer.request.headers.get("hx-request") and answer.status == status):
        page.evaluate(POLL)


def test_it_changes_before_ones_eyes_and_keeps_what_one_is_at(world, portal, page):
    opened(page, world, "zara", portal.url)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(reduced_motion="reduce")  # otherwise it would still be scrolling
    page.locator("details.board-drawn summary").click()
    link = page.locator("tr#office-multan a").nth(6)
    link.focus()
    page.evaluate("window.same = document.querySelector('#board-table')")
    polled(page, 304)
    top = page.evaluate(TOP_OF_FOCUS)
    before = int(link.inner_text())

    world.complaint("property_crime", now() - timedelta(minutes=5), district="multan")
    polled(page, 200)
    expect(page.locator("tr#office-multan a").nth(6)).to_have_text(str(before + 1))
    assert page.evaluate(ROW) == "office-multan"
    assert page.evaluate("window.same === document.querySelector('#board-table')"), "nothing was drawn anew"
    assert page.locator("details.board-drawn").get_attribute("open") is not None
    assert abs(page.evaluate(TOP_OF_FOCUS) - top) <= 1, "the row moved on the screen"
    assert page.evaluate("scrollY") > 0
    polled(page, 304)


def test_it_asks_nothing_while_nobody_looks_and_stops_when_signed_out(world, portal, page):
    opened(page, world, "zara", portal.url)
    asked = []
    page.on("request", lambda request: asked.append(request.headers.get("hx-request")))
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => true, configurable: true})")
    page.evaluate(POLL)
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => false})")
    assert "true" not in asked
    polled(page, 304)
    page.context.clear_cookies()
    with page.expect_request(lambda request: request.headers.get("hx-request") == "true"):
        page.evaluate(POLL)
    page.wait_for_load_state("networkidle")
    assert page.locator("#board-table").is_visible(), "what stands here stays, to be read"
    expect(page.get_by_role("alert").filter(has_text="signed out")).to_be_visible()


POLL_ANSWERED = """async status => {
    const network = window.fetch;
    window.fetch = async () => {
        if (!status) throw new TypeError("Failed to fetch");
        return new Response("<h1>Try again later</h1>", {status});
    };
    document.getElementById("board-live").dispatchEvent(new Event("poll"));
    await new Promise((resolve) => setTimeout(resolve));
    window.fetch = network;
}"""


def test_it_goes_on_after_an_error_page_or_without_a_network(world, portal, page):
    """The error pages of nginx do not say either when the figures are from (`As-Of`)."""
    opened(page, world, "zara", portal.url)
    for status in (429, 502, 503, None):
        page.evaluate(POLL_ANSWERED, status)
        assert page.locator("#board-stopped").is_hidden(), status
    page.evaluate(POLL_ANSWERED, 403)
    assert page.locator("#board-stopped").is_visible()


CUT = """() => [...document.querySelectorAll(".wall :is(.tile, .bar, .trend, .multiple, h2)")].filter(one => {
    const box = one.getBoundingClientRect();
    return one.scrollHeight > one.clientHeight + 1 && one.matches(".tile") || box.bottom > innerHeight + 1;
}).map(one => one.innerText)"""


@pytest.mark.parametrize(("language", "root"), [("en", "/"), ("ur", "/ur/")])
def test_on_a_wall_all_of_it_stands_on_one_screen_and_changes(world, portal, new_page, language, root):
    page = new_page(language=language)
    for office in ("", "?office=lahore"):
        opened(page, world, "zara", portal.url, f"{root}desk/board/wall/{office}")
        for width, height in ((1280, 720), (1920, 1080), (3840, 2160)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollHeight") <= height, (office, width)
            assert page.evaluate(CUT) == [], (office, width)
            if "SHOTS" in os.environ:
                SHOTS.mkdir(exist_ok=True)
                page.screenshot(path=SHOTS / f"wall-{office[8:] or 'punjab'}-{language}-{width}.png")
    open_now = page.locator(".board-headline-link").nth(1)
    before = int(re.search(r"(\d+) (?:open|زیرِ)", open_now.inner_text())[1])
    world.complaint("property_crime", now() - timedelta(minutes=5), district="lahore")
    polled(page, 200)
    expect(open_now).to_contain_text(str(before + 1))


@pytest.mark.parametrize(("language", "root"), [("en", "/"), ("ur", "/ur/")])
def test_a_wall_that_is_kept_open_goes_on_updating_and_opens_nothing_else(world, portal, new_page, language, root):
    page = new_page(language=language)
    opened(page, world, "zara", portal.url, f"{root}desk/board/wall/")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.locator(".wall-session button").click()
    expect(page.locator(".wall-session button")).to_have_count(0)
    assert page.evaluate(CUT) == []
    if "SHOTS" in os.environ:
        page.screenshot(path=SHOTS / f"wall-kept-open-{language}.png")
    polled(page, 304)
    page.locator(".wall-head a").click()
    expect(page.locator(".lede")).to_be_visible()
    assert axe.violations(page) == []
    if "SHOTS" in os.environ:
        page.screenshot(path=SHOTS / f"wall-only-{language}.png")
    page.locator("main a").click()
    expect(page.locator("#board-live")).to_be_visible()
    polled(page, 304)
    page.goto(f"{root}desk/today/")
    page.locator("main button").click()
    page.wait_for_url("**/desk/sign-in/")


def test_the_address_that_saves_a_table_has_no_token_and_the_export_works(world, portal, page):
    opened(page, world, "zara", portal.url, "desk/board/?office=lahore")
    with page.expect_download() as download:
        page.locator(".board-files").get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename.startswith("board-")
    page.locator(".board-files").get_by_role("button", name="Save, share or schedule").click()
    page.wait_for_url("**/desk/views/save/board/**")
    assert page.url.endswith("/desk/views/save/board/?office=lahore&table=figures")


def test_without_javascript_there_is_a_link_to_refresh_it(world, portal, new_page):
    page = new_page(javascript=False)
    opened(page, world, "zara", portal.url, "desk/board/?office=lahore")
    page.get_by_role("link", name="Refresh").click()
    assert page.url.endswith("/desk/board/?office=lahore")


@pytest.mark.parametrize(("language", "root"), [("en", "/"), ("ur", "/ur/")])
def test_on_paper_it_is_all_there(world, portal, new_page, language, root):
    """On A4 nothing is cut off, nothing interactive is printed, and there are few pages."""
    page = new_page(language=language)
    opened(page, world, "zara", portal.url, root + "desk/board/")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 less its margins
    page.emulate_media(media="print")
    assert page.evaluate(TOO_WIDE) == 0
    cut = "[...document.querySelectorAll('.board-scroll')].filter(one => one.scrollWidth > one.clientWidth + 1).length"
    assert page.evaluate(cut) == 0
    assert page.locator(".board-asked:visible").count() == 0
    assert page.locator("tr#office-lahore").is_visible()
    assert page.locator("#board-as-of").is_visible()
    assert page.locator("#board-week-table").is_visible()
    assert 2 <= len(pypdfium2.PdfDocument(page.pdf(format="A4"))) <= 8
    if "SHOTS" in os.environ:
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"board-print-{language}.png", full_page=True)


LOWEST = """Math.max(...[...document.querySelectorAll(".board-map .tiles, .multiples")].map(
    one => one.getBoundingClientRect().bottom))"""


@pytest.mark.parametrize(("language", "root"), [("en", "/"), ("ur", "/ur/")])
def test_sentence_figures_map_and_districts_stand_on_one_screen_of_a_desk(world, portal, new_page, language, root):
    page = new_page(language=language)
    opened(page, world, "zara", portal.url, f"{root}desk/board/")
    page.set_viewport_size({"width": 1920, "height": 1080})
    assert page.evaluate(LOWEST) <= 1080
    assert page.locator(".multiple").count() == 41


def test_the_keyboard_shows_the_trend_of_a_district_below_the_map(world, portal, page):
    record_overdue(at=now() - timedelta(weeks=1))
    opened(page, world, "zara", portal.url)
    trend = page.locator(".tile-trend").first
    assert trend.bounding_box()["width"] <= 1
    page.locator(".tile:has(.tile-trend)").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert trend.bounding_box()["width"] > 100
    assert trend.inner_text()


def test_the_weeks_are_drawn_once_somebody_scrolls_to_them_and_stay_drawn(world, portal, page):
    opened(page, world, "zara", portal.url)
    chart = page.locator("#board-chart")
    assert chart.get_attribute("hidden") is not None
    page.locator("#board-weeks").scroll_into_view_if_needed()
    expect(chart.locator("canvas")).to_be_visible()
    world.complaint("property_crime", now() - timedelta(minutes=5), district="lahore")
    polled(page, 200)
    expect(chart.locator("canvas")).to_be_visible()
    page.emulate_media(media="print")
    expect(chart).to_be_hidden()  # its ink is the screen's; the table is printed


def test_a_paragraph_that_appears_above_leaves_the_chart_and_what_lies_open(world, portal, page):
    opened(page, world, "zara", portal.url)
    page.locator("#board-weeks").scroll_into_view_if_needed()
    expect(page.locator("#board-chart canvas")).to_be_visible()
    tables = page.locator("details.board-numbers")
    for table in tables.all():
        table.locator("summary").click()
    complaint = world.complaint("property_crime", now() - timedelta(minutes=5), district="lahore")
    waiting_chats(world, complaint, at=now())
    polled(page, 200)
    expect(page.locator(".board-chats")).to_be_visible()
    expect(page.locator("#board-chart canvas")).to_be_visible()
    assert [table.get_attribute("open") for table in tables.all()] == [""] * tables.count()
