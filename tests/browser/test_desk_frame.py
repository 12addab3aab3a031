"""The frame of the desk in a real browser: side bar, bar of a phone, header, with and without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard
from tests.browser.test_every_page import TOO_WIDE
from tests.signing_in import sign_in
from tests.world import World, build

pytestmark = pytest.mark.slow

SMALL = """() => [...document.querySelectorAll(
  '.desk-bar a, .desk-menu a, .desk-head a, .desk-head button, .desk-head summary, .desk-head input')]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 2)
  .filter((one) => one.getBoundingClientRect().width < 24 || one.getBoundingClientRect().height < 24)
  .map((one) => one.outerHTML.slice(0, 80))"""
HEADER_TOPS = """() => [...document.querySelectorAll('.desk-head > *')].filter((one) => one.offsetHeight)
  .map((one) => Math.round((one.getBoundingClientRect().top + one.getBoundingClientRect().bottom) / 2))"""


@pytest.fixture
def world(own_database) -> World:
    return build()


def at_desk(page, person, url: str, path: str = "/desk/today/"):
    session = sign_in(Client(), person.officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page.goto(path)
    return page


@pytest.mark.parametrize("root", ["", "/ur"])
@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_more_opens_the_whole_menu_and_closes_it(world, portal, new_page, root, javascript):
    page = new_page(language="ur" if root else "en", javascript=javascript, viewport={"width": 320, "height": 700})
    at_desk(page, world.farah, portal.url, f"{root}/desk/today/")
    bar, menu = page.locator(".desk-bar"), page.locator("#desk-menu")
    expect(bar.locator("a")).to_have_count(5)
    expect(menu).to_be_hidden()
    bar.locator("a").last.click()
    expect(menu.locator(f'a[href="{root}/desk/team/"]')).to_be_visible()
    assert page.evaluate(TOO_WIDE) <= 0
    assert page.evaluate(SMALL) == []
    menu.locator(".desk-menu-close a").click()
    expect(menu).to_be_hidden()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_folded_menu_stays_folded_on_the_next_page(world, portal, new_page, javascript):
    page = new_page(javascript=javascript, viewport={"width": 1280, "height": 800})
    at_desk(page, world.farah, portal.url)
    link = page.locator('.desk-menu a[href="/desk/team/"]')
    assert link.bounding_box()["width"] > 150
    page.locator(".desk-menu-fold").click()
    expect(page.locator(".desk-menu-open")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert link.bounding_box()["width"] < 60
    link.click()
    expect(page).to_have_url(f"{portal.url}/desk/team/")
    assert page.locator('.desk-menu a[aria-current="page"]').bounding_box()["width"] < 60
    page.locator(".desk-menu-open").click()
    expect(page.locator(".desk-menu-fold")).to_be_visible()


@pytest.mark.parametrize("root", ["", "/ur"])
@pytest.mark.parametrize("width", [320, 390, 800, 1024, 1280, 1920])
def test_the_header_is_one_line_and_nothing_in_it_is_small_or_cut_off(world, portal, new_page, width, root):
    page = new_page(language="ur" if root else "en", viewport={"width": width, "height": 800})
    at_desk(page, world.salma, portal.url, f"{root}/desk/today/")
    tops = page.evaluate(HEADER_TOPS)
    assert max(tops) - min(tops) <= 6
    assert page.evaluate(SMALL) == []
    assert page.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize("root", ["", "/ur"])
def test_text_of_twice_the_size_stays_within_the_window(world, portal, new_page, root):
    """At 200 % a window of 1280 pixels has the room of one of 640."""
    page = new_page(language="ur" if root else "en", viewport={"width": 640, "height": 450}, device_scale_factor=2)
    at_desk(page, world.salma, portal.url, f"{root}/desk/today/")
    assert page.evaluate(TOO_WIDE) <= 0
    expect(page.locator(".desk-bar")).to_be_visible()


COVERED = """() => Math.round(document.querySelector('.site-footer').getBoundingClientRect().bottom
  - document.querySelector('.desk-bar').getBoundingClientRect().top)"""


@pytest.mark.parametrize("text", ["100%", "150%"])
@pytest.mark.parametrize("root", ["", "/ur"])
def test_on_a_phone_the_bar_covers_nothing_however_tall_its_labels_are(world, portal, new_page, root, text):
    page = new_page(language="ur" if root else "en", viewport={"width": 320, "height": 700})
    at_desk(page, world.farah, portal.url, f"{root}/desk/today/")
    page.evaluate("size => { document.documentElement.style.fontSize = size; }", text)
    page.wait_for_function("() => { scrollTo(0, 1e6); return scrollY > 0; }")
    page.wait_for_function(f"() => ({COVERED})() <= 0")


def test_a_page_that_becomes_narrow_has_room_for_the_bar_before_the_next_frame(world, portal, new_page):
    page = new_page(viewport={"width": 1280, "height": 700})
    at_desk(page, world.farah, portal.url)
    for _ in range(2):
        page.set_viewport_size({"width": 390, "height": 700})
        room = page.evaluate("parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom)")
        assert room >= 60
        page.set_viewport_size({"width": 1280, "height": 700})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_with_very_large_text_the_bar_stands_at_the_end_of_the_page(world, portal, new_page):
    page = new_page(
        viewport={"width": 260, "height": 700}
    )  # as many letters wide as 390 px with letters half as large again
    at_desk(page, world.farah, portal.url)
    assert page.locator(".desk-bar").bounding_box()["y"] > 700
    page.locator(".desk-bar a").last.click()
    expect(page.locator("#desk-menu")).to_be_visible()
    assert page.evaluate(TOO_WIDE) <= 0


def test_by_keyboard_alone_every_line_is_reached_and_no_bar_hides_it(world, portal, new_page):
    complaints = [world.complaint(at=now() - timedelta(minutes=n)) for n in range(9)]
    page = new_page(viewport={"width": 390, "height": 500})
    at_desk(page, world.salma, portal.url)
    keys = Keyboard(page)
    for complaint in sorted(complaints, key=lambda one: one.due_at):
        keys.to(f'.today-line[data-row="{complaint.etag}"] a')  # fails if the bar at the bottom covers it
    keys.presses(".today-line:last-child a")
    expect(page).to_have_url(re.compile("/desk/complaints/"))
    page.wait_for_load_state("networkidle")  # nothing of the page may be under way when its database is dropped


def test_the_account_menu_opens_and_closes_by_keyboard(world, portal, new_page):
    page = at_desk(new_page(), world.salma, portal.url)
    keys = Keyboard(page)
    keys.presses(".desk-account > summary")
    expect(page.locator(".desk-account-menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".desk-account-menu")).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('.desk-account > summary')")


def test_paper_shows_the_page_without_the_frame(world, portal, new_page):
    page = at_desk(new_page(), world.salma, portal.url)
    page.emulate_media(media="print")
    for part in (".desk-head", ".desk-menu", ".desk-bar"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("root", ["", "/ur"])
@pytest.mark.parametrize("javascript", [True, False])
def test_the_help_opens_by_keyboard_within_the_screen_and_leads_to_the_manual(
    world, portal, new_page, root, javascript
):
    page = new_page(language="ur" if root else "en", javascript=javascript, viewport={"width": 320, "height": 700})
    at_desk(page, world.farah, portal.url, f"{root}/desk/team/")
    help_of_page = page.locator(".desk-help summary")
    help_of_page.focus()
    page.keyboard.press("Enter")
    text = page.locator(".desk-help-text")
    expect(text).to_be_visible()
    box = text.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert page.evaluate(TOO_WIDE) <= 0
    if javascript:
        page.keyboard.press("Escape")
        expect(text).to_be_hidden()
        expect(help_of_page).to_be_focused()
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{portal.url}{root}/desk/help/team/")
    expect(page.locator("h1")).to_be_visible()
