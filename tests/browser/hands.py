"""Count an officer's actions: clicks, keys, characters of prose, and pages loaded.

A click is a press of the mouse's button; choosing from a drop-down list takes two. Keys are all keys except those for
prose, which is the same on every form. Scrolling is not counted.
"""

from dataclasses import asdict, dataclass

from playwright.sync_api import Page

FARTHEST = 200
IS_THERE = "selector => document.activeElement?.matches(selector) ?? false"
CHOSEN = "() => document.activeElement.selectedOptions[0].text.trim().toLowerCase()"
WHERE = """selector => {
  const kinds = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  const comes = (one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility();
  const stops = [...document.querySelectorAll(kinds)].filter(comes);
  return [stops.indexOf(document.activeElement), stops.findIndex((one) => one.matches(selector))];
}"""
"""The position of the focus among the elements that Tab reaches, and the position of the target."""


@dataclass
class Count:
    clicks: int = 0
    keys: int = 0
    prose: int = 0
    pages: int = 0


class Hands:
    """A practised officer at a page that has just loaded. Their actions are counted in `count`."""

    def __init__(self, page: Page):
        self.page, self.count = page, Count()
        page.on("framenavigated", self._notice)

    def _notice(self, frame) -> None:
        if frame == self.page.main_frame:
            self.count.pages += 1

    def counted(self) -> dict[str, int]:
        """Return the counts and stop counting."""
        self.page.remove_listener("framenavigated", self._notice)
        return asdict(self.count)

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.count.clicks += 1

    def clicks_to_another_page(self, selector: str) -> None:
        with self.page.expect_navigation():
            self.click(selector)

    def picks(self, selector: str, words: str) -> None:
        """Choose from a list with the mouse: one press opens it, the next chooses."""
        field = self.page.locator(selector)
        option = field.locator("option", has_text=words).first.get_attribute("value")
        field.select_option(option)
        self.count.clicks += 2

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count.keys += 1

    def presses_to_another_page(self, key: str) -> None:
        with self.page.expect_navigation():
            self.press(key)

    def writes(self, prose: str) -> None:
        """Type at the cursor."""
        self.page.keyboard.insert_text(prose)
        self.count.prose += len(prose)

    def reaches(self, selector: str) -> None:
        """Move the focus by Tab, or by Shift and Tab if that is shorter and an element has the focus already."""
        here, there = self.page.evaluate(WHERE, selector)
        key = "Shift+Tab" if 0 <= there < here else "Tab"
        for _ in range(FARTHEST):
            if self.page.evaluate(IS_THERE, selector):
                return
            self.press(key)
        raise AssertionError(f"the focus never comes to {selector}")

    def spells(self, words: str) -> None:
        """In a list that has the focus, type as many letters of an option as are needed."""
        for letter in words:
            if self.page.evaluate(CHOSEN).startswith(words.lower()):
                return
            self.press(letter)
        assert self.page.evaluate(CHOSEN).startswith(words.lower()), words
