"""Two hands that are counted: clicks, keys pressed, characters of prose, and pages that come.

A click is a press of the mouse's button; choosing from a list that drops down takes two. Keys are all that are pressed
but for the prose, which is the same whatever it is typed into. Scrolling is counted for nobody.
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
"""Where the focus is among everything that Tab comes to, and where it is to go."""


@dataclass
class Count:
    clicks: int = 0
    keys: int = 0
    prose: int = 0
    pages: int = 0


class Hands:
    """Somebody practised before a page that has just come. What they do is counted in `count`."""

    def __init__(self, page: Page):
        self.page, self.count = page, Count()
        page.on("framenavigated", self._notice)

    def _notice(self, frame) -> None:
        if frame == self.page.main_frame:
            self.count.pages += 1

    def counted(self) -> dict[str, int]:
        """What it took; nothing further is counted."""
        self.page.remove_listener("framenavigated", self._notice)
        return asdict(self.count)

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.count.clicks += 1

    def clicks_to_another_page(self, selector: str) -> None:
        with self.page.expect_navigation():
            self.click(selector)

    def picks(self, selector: str, words: str) -> None:
        """With the mouse from a list: one press opens it, the next chooses."""
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
        """Where the cursor is."""
        self.page.keyboard.insert_text(prose)
        self.count.prose += len(prose)

    def reaches(self, selector: str) -> None:
        """By Tab, or back by Shift and Tab where that is nearer and something has the focus already."""
        here, there = self.page.evaluate(WHERE, selector)
        key = "Shift+Tab" if 0 <= there < here else "Tab"
        for _ in range(FARTHEST):
            if self.page.evaluate(IS_THERE, selector):
                return
            self.press(key)
        raise AssertionError(f"the focus never comes to {selector}")

    def spells(self, words: str) -> None:
        """In a list that has the focus, type as much of an option as it takes."""
        for letter in words:
            if self.page.evaluate(CHOSEN).startswith(words.lower()):
                return
            self.press(letter)
        assert self.page.evaluate(CHOSEN).startswith(words.lower()), words
