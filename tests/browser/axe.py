"""axe-core in a page: the rules of accessibility that a program can check."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Only what is said is carried out of the page, not every element that passed.
BROKEN = """options => axe.run({resultTypes: ['violations'], ...options}).then(
  found => found.violations.map(one => [one.id, one.nodes.slice(0, 3).map(node => node.target)])
)"""

ALL_RULES: dict = {}
CONTRAST_ALONE = {"runOnly": ["color-contrast"]}
WITHOUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
"""Options of axe. Contrast takes half of its time, so the slow lane looks at it."""


def into_each(page: Page) -> None:
    """Have the script in each page that is opened from now on. It is half a megabyte: to carry it into one page after
    the other takes as long as to run it. Not into the frames of a page, which axe would look through as well."""
    page.add_init_script(f"if (window === window.top) {{{AXE_SCRIPT}\n}}")


def violations(page: Page, options: dict = ALL_RULES) -> list[tuple[str, list]]:
    """The rules that the page breaks, each with the first places. The script is put in once."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [(rule, places) for rule, places in page.evaluate(BROKEN, options)]
