"""Every page by keyboard, with text of twice the size, and with help in one place (docs/accessibility.md).

WCAG 2.2: 1.4.4, 1.4.10, 2.1.1, 2.1.2, 2.4.7, 2.4.11 and 3.2.6. Target sizes (2.5.8) are a rule of axe: test_every_page.
"""

from pathlib import Path

import pytest

from config.desk_help import HELP
from tests.browser.pages import PAGES
from tests.browser.samples import Samples
from tests.browser.test_every_page import _open_all
from tests.world import build

pytestmark = pytest.mark.slow

CHECKS = (Path(__file__).parent / "wcag22.js").read_text()
SCREENS = ((1280, 800), (390, 844))
CHECKED = {name: pages for name, pages in PAGES.items() if not name.startswith("styleguide")}
"""The style guide shows parts of pages, some of them twice. The pages themselves are checked."""
SIGN_IN_PAGES = {route for route, place in HELP.items() if place == "account#sign-in"}
WALL = "wall"
"""Its letters have the size of the screen; a window of half the width makes it a page like any other."""
AT_FULL_SIZE = "() => [...wcag.problemsOfFocus(), ...wcag.problemsOfMouseOnly(), ...wcag.problemsOfWidth()]"
AT_TWICE_THE_SIZE = "() => [...wcag.problemsOfWidth(), ...wcag.problemsOfText()]"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_page_can_be_used_by_keyboard_and_with_large_text(own_database, portal, new_page, language):
    page, trouble, places_of_help = new_page(language=language), [], {}
    page.add_init_script(f"if (window === window.top) window.wcag = {CHECKS}")
    for name, _ in _open_all(page, CHECKED, Samples(build()), language, portal.url):
        _collect_place_of_help(page, name, places_of_help)
        page.evaluate("wcag.openEverything()")
        found = [f"{screen}: {problem}" for screen, problem in _at_each_screen(page, AT_FULL_SIZE)]
        if language == "en" and name.endswith("-0"):
            found += _problems_of_tab(page)
        if not name.startswith(WALL):
            page.evaluate("wcag.doubleText()")
            found += [f"{screen}, 200 %: {problem}" for screen, problem in _at_each_screen(page, AT_TWICE_THE_SIZE)]
        trouble += [f"{name}, {problem}" for problem in found]
    trouble += _problems_of_help(places_of_help)
    assert trouble == [], "\n".join(trouble)


def _at_each_screen(page, checks: str):
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        for problem in page.evaluate(checks):
            yield width, problem


def _problems_of_tab(page) -> list[str]:
    """Press Tab until the focus has left the main part of the page. More of it may have been loaded meanwhile."""
    presses = page.evaluate("wcag.beginTab()")
    for _ in range(3):
        for _ in range(presses):
            page.keyboard.press("Tab")
        if (found := page.evaluate("wcag.problemsOfTab()")) == []:
            break
        presses = 40
    return found


def _collect_place_of_help(page, name: str, places: dict) -> None:
    """Note which ways to get help a page has, in their order, apart for the desk and for citizens."""
    frame = page.evaluate("document.body.className.split(' ')[0]")
    places.setdefault(frame, {})[name] = page.evaluate("wcag.placeOfHelp()")


def _problems_of_help(places: dict) -> list[str]:
    """3.2.6: the ways to get help stand in the order of the page that has most of them. Every desk page has the "?".

    So have the sign-in pages that the help explains, which have the frame of citizens' pages.
    """
    trouble = []
    for frame, by_page in places.items():
        longest = max(by_page.values(), key=len)
        for name, here in by_page.items():
            if [way for way in longest if way in here] != [way for way in here if way in longest]:
                trouble.append(f"{name}: help stands in another order: {here}, elsewhere {longest}")
            is_explained = frame == "desk" or name.rpartition("-")[0] in SIGN_IN_PAGES
            if is_explained and not name.startswith(WALL) and "desk-help" not in here:
                trouble.append(f"{name}: no help")
            if frame == "citizen" and here[1] != "tel:15" and not name.startswith("demo"):
                trouble.append(f"{name}: the emergency line does not come first")
    return trouble
