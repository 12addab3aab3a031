"""From home to an E-tag: the fewest taps and pages, by keyboard alone, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from complaints.models import Complaint
from tests.browser.filing_ways import (
    PHONE,
    WORDS,
    Finger,
    files_from_the_list,
    files_the_longest_way,
    files_the_shortest_way,
    files_without_a_district,
)
from tests.world import build

pytestmark = pytest.mark.slow

MOST_TAPS, MOST_PAGES = 8, 5
WITHOUT_DISTRICT_TAPS = 10
"""A sentence that names no district. The district is picked from a drop-down list, which takes two taps."""
LIST_TAPS, LIST_PAGES = 12, 6
"""The five pages of the list, and before them the page that asks for a sentence."""
LONGEST_TAPS, LONGEST_PAGES = 29, 7
"""The five pages, and two more to correct the text at the end."""
SCREENS = {320: {"width": 320, "height": 640}, 390: PHONE, 1280: {"width": 1280, "height": 900}}
TOUCHED = "addEventListener('pointerdown', () => window.touched(), true)"
FOCUSED = """() => {
  const one = document.activeElement;
  return [one.tagName, one.name || one.getAttribute('href') || '', one.value || ''];
}"""


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
@pytest.mark.parametrize("width", SCREENS)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_from_home_to_the_e_tag_in_eight_taps_and_five_pages(portal, new_page, language, width, javascript):
    build()
    page = new_page(language=language, javascript=javascript, viewport=SCREENS[width], has_touch=True)
    touches = []
    page.expose_function("touched", lambda: touches.append(page.url))
    page.add_init_script(TOUCHED)
    page.goto("/ur/" if language == "ur" else "/")
    finger = Finger(page)
    files_the_shortest_way(finger, language)

    complaint = Complaint.objects.unscoped("test").get()
    expect(page.locator("main")).to_contain_text(complaint.spaced_etag)
    assert (complaint.category.code, complaint.place.code) == ("property_crime", "lahore")
    assert finger.taps <= MOST_TAPS
    assert not javascript or len(touches) == finger.taps  # the pages that were loaded are as many as were counted
    assert finger.loads <= MOST_PAGES


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_sentence_without_a_district_takes_five_pages_too(portal, new_page, language):
    build()
    page = new_page(language=language, viewport=PHONE, has_touch=True)
    page.goto("/ur/" if language == "ur" else "/")
    finger = Finger(page)
    files_without_a_district(finger, language)
    complaint = Complaint.objects.unscoped("test").get()
    assert (complaint.category.code, complaint.place.code) == ("property_crime", "multan")
    assert finger.taps <= WITHOUT_DISTRICT_TAPS
    assert finger.loads <= MOST_PAGES


def test_the_list_of_categories_takes_twelve_taps(portal, new_page):
    build()
    page = new_page(viewport=PHONE, has_touch=True)
    page.goto("/")
    finger = Finger(page)
    files_from_the_list(finger)
    assert finger.taps <= LIST_TAPS
    assert finger.loads <= LIST_PAGES


def test_the_longest_way_leads_to_an_e_tag_too(portal, new_page):
    build()
    page = new_page(viewport=PHONE, has_touch=True)
    page.goto("/")
    finger = Finger(page)
    files_the_longest_way(finger)
    complaint = Complaint.objects.unscoped("test").get()
    assert (complaint.category.code, complaint.complainant.behalf) == ("misbehaviour", "other")
    assert "He did it twice." in complaint.statement.text
    assert finger.taps <= LONGEST_TAPS
    assert finger.loads <= LONGEST_PAGES


def test_who_types_what_it_is_about_finds_it_in_roman_urdu(portal, new_page):
    """Matches appear while one types, without another page.

    Without JavaScript the server searches for the same words.
    """
    build()
    for javascript in (True, False):
        page = new_page(javascript=javascript, viewport=PHONE)
        page.goto("/complain/list/")
        page.locator('input[name="q"]').fill("rishwat")
        if not javascript:
            page.locator('button[name="find"]').click()
        wanted = page.locator('button[name="category"][value="bribe_demand"]').first
        expect(wanted).to_be_visible()
        shown = page.locator('button[name="category"]:visible')
        expect(shown.first).to_have_attribute("value", "bribe_demand")
        wanted.click()
        expect(page).to_have_url(re.compile("/where/$"))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_keyboard_alone_finishes(portal, new_page, language):
    build()
    page = new_page(language=language)
    home = "/ur/" if language == "ur" else "/"
    page.goto(home)
    keys = Keys(page)

    keys.goes_to("A", f"{home}complain/")
    keys.presses("Enter", ending="/complain/")
    keys.goes_to("TEXTAREA", "text")
    page.keyboard.insert_text(WORDS[language])
    keys.goes_to_the_last_button()
    keys.presses("Enter", ending="/proposal/")
    keys.goes_to("BUTTON", "other_place", "1")
    keys.presses("Enter", ending="/where/")
    keys.goes_to("INPUT", "q")
    page.keyboard.insert_text("multan")
    keys.goes_to("BUTTON", "district", "multan")
    keys.presses("Enter", ending="/proposal/")
    keys.goes_to("BUTTON", "category", "property_crime")
    keys.presses("Enter", ending="/whom/")
    keys.goes_to("BUTTON", "keep_from", "no")
    keys.presses("Enter", ending="/reach/")
    # Nothing was chosen or typed: the summary takes the focus, and its first link leads to the field.
    keys.goes_to_the_last_button()
    keys.presses("Enter", ending="/reach/")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    keys.goes_to("A", "#id_phone")
    page.keyboard.press("Enter")
    expect(page.locator("#id_phone")).to_be_focused()
    page.keyboard.insert_text("0300 1112233")
    keys.goes_to_the_last_button()
    keys.presses("Enter", ending="/reach/")
    keys.goes_to_the_last_button()
    keys.presses("Enter", ending="/receipt/")
    assert Complaint.objects.unscoped("test").get().place.code == "multan"


class Keys:
    """A person with a keyboard and no mouse."""

    def __init__(self, page: Page):
        self.page = page

    def goes_to(self, *wanted: str) -> None:
        """Press Tab until this element (tag, name or href, value) has the focus."""
        self._tabs(lambda: self.page.evaluate(FOCUSED)[: len(wanted)] == list(wanted), wanted)

    def goes_to_the_last_button(self) -> None:
        button = self.page.locator('main form .actions button[type="submit"]').last
        self._tabs(lambda: button.evaluate("button => button === document.activeElement"), "the button")

    def presses(self, key: str, *, ending: str) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        expect(self.page).to_have_url(re.compile(f"{ending}(#.*)?$"))

    def _tabs(self, is_there, wanted) -> None:
        for _ in range(120):
            if is_there():
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {wanted}: {self.page.evaluate(FOCUSED)}")
