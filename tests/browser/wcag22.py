"""Check an open page by keyboard, with text of twice the size, and for help in one place (docs/accessibility.md).

WCAG 2.2: 1.4.4, 1.4.10, 2.1.1, 2.1.2, 2.4.7, 2.4.11 and 3.2.6. Target sizes (2.5.8) are a rule of axe.
"""

from pathlib import Path

from playwright.sync_api import Page

from config.desk_help import HELP

CHECKS = (Path(__file__).parent / "wcag22.js").read_text()
SCREENS = ((1280, 800), (390, 844))
SIGN_IN_PAGES = {route for route, place in HELP.items() if place == "account#sign-in"}
WALL = "wall"
"""Its letters have the size of the screen; a window of half the width makes it a page like any other."""
STYLE_GUIDE = "styleguide"
"""It shows parts of pages, some of them twice. The pages themselves are checked."""
AT_FULL_SIZE = "() => [...wcag.problemsOfFocus(), ...wcag.problemsOfMouseOnly(), ...wcag.problemsOfWidth()]"
AT_TWICE_THE_SIZE = "() => [...wcag.problemsOfWidth(), ...wcag.problemsOfText(), ...wcag.problemsOfNumbers()]"


def into_each(page: Page) -> None:
    """Load the checks into each page that is opened from now on."""
    page.add_init_script(f"if (window === window.top) window.wcag = {CHECKS}")


def problems(page: Page, name: str, *, with_keys: bool) -> list[str]:
    """Return the problems of the open page, each as a sentence.

    The page stays changed: what folds away is open, and its text has twice the size. `with_keys`: also press Tab
    itself, which takes longest.
    """
    if name.startswith(STYLE_GUIDE):
        return []
    page.evaluate("wcag.openEverything()")
    found = [f"{screen}: {problem}" for screen, problem in _at_each_screen(page, AT_FULL_SIZE)]
    if with_keys:
        found += _problems_of_tab(page)
    if not name.startswith(WALL):
        page.evaluate("wcag.doubleText()")
        found += [f"{screen}, 200 %: {problem}" for screen, problem in _at_each_screen(page, AT_TWICE_THE_SIZE)]
    return [f"{name}, {problem}" for problem in found]


def _at_each_screen(page: Page, checks: str):
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        for problem in page.evaluate(checks):
            yield width, problem


def _problems_of_tab(page: Page) -> list[str]:
    """Press Tab until the focus has left the main part of the page. More of it may have been loaded meanwhile."""
    presses = page.evaluate("wcag.beginTab()")
    for _ in range(3):
        for _ in range(presses):
            page.keyboard.press("Tab")
        if (found := page.evaluate("wcag.problemsOfTab()")) == []:
            break
        presses = 40
    return found


class PlacesOfHelp:
    """The ways to get help on each page, in their order, apart for the desk and for citizens."""

    def __init__(self):
        self._by_frame: dict[str, dict[str, list[str]]] = {}

    def note(self, page: Page, name: str) -> None:
        """Note those of the open page."""
        if not name.startswith(STYLE_GUIDE):
            frame = page.evaluate("document.body.className.split(' ')[0]")
            self._by_frame.setdefault(frame, {})[name] = page.evaluate("wcag.placeOfHelp()")

    def problems(self) -> list[str]:
        """3.2.6: the ways to get help stand in the order of the page that has most. Every desk page has the "?".

        So have the sign-in pages that the help explains, which have the frame of citizens' pages.
        """
        trouble = []
        for frame, by_page in self._by_frame.items():
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
