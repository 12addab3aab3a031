"""A person who never uses the mouse: Tab, Enter, Space, arrows and typing, nothing else."""

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

FARTHEST = 160
"""How many times the person presses Tab on one page before giving up."""
IS_THERE = "selector => document.activeElement?.matches(selector) ?? false"
IN_SIGHT = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), parts = [one, ...(one.labels ?? [])];
  const top = Math.max(box.top, 0) + 2, bottom = Math.min(box.bottom, innerHeight) - 2;
  return [top, (top + bottom) / 2, bottom].some((y) => {
    const shown = document.elementFromPoint(box.x + box.width / 2, y);
    return shown !== null && parts.some((part) => part.contains(shown) || shown.contains(part));
  });
}"""
"""Return whether a part of the focused element, or its label, is inside the window and not covered."""
STANDS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const shown = document.elementFromPoint(box.x + box.width / 2, (box.top + box.bottom) / 2);
  const begins = (element) => element?.outerHTML.slice(0, 80);
  return `${begins(one)} from ${box.top} to ${box.bottom} of ${innerHeight}, below ${begins(shown)}`;
}"""
CHOSEN = "() => document.activeElement.selectedOptions[0]?.text ?? ''"


class Keyboard:
    """Press keys on one page. Every element that Tab reaches has to scroll into view by itself."""

    def __init__(self, page: Page):
        self.page = page

    def to(self, selector: str) -> None:
        """Press Tab until the element has the focus."""
        for _ in range(FARTHEST):
            if self.page.evaluate(IS_THERE, selector):
                self.waits_to_see_it()
                return
            self.page.keyboard.press("Tab")
        said = self.page.locator("main, #content").first.inner_text()[:300]
        raise AssertionError(f"the focus never comes to {selector} on {self.page.url}, which says: {said}")

    def waits_to_see_it(self) -> None:
        """Wait until the page has scrolled to what has the focus: in steps, which take long on a busy machine."""
        try:
            self.page.wait_for_function(IN_SIGHT, timeout=10_000)
        except PlaywrightTimeoutError:
            raise AssertionError(f"never in sight: {self.page.evaluate(STANDS)}") from None

    def skips_to_the_content(self) -> None:
        """Use the first link of every page."""
        self.presses(".skip-link")
        expect(self.page.locator("#main")).to_be_focused()

    def writes(self, selector: str, words: str) -> None:
        """Type over the present value."""
        self.to(selector)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(words)

    def dates(self, selector: str, day) -> None:
        """Fill a date field part by part, as Chromium's English field asks for it."""
        self.to(selector)
        self.page.keyboard.type(f"{day:%m%d%Y}")

    def presses(self, selector: str, key: str = "Enter") -> None:
        self.to(selector)
        self.page.keyboard.press(key)

    def chooses(self, selector: str, words: str) -> None:
        """Go down a list until an option with this text is chosen."""
        self.to(selector)
        for _ in range(FARTHEST):
            if words in self.page.evaluate(CHOSEN):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{selector} offers nothing like {words}")
