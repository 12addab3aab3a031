"""Run axe-core in a page: the accessibility rules that a program can check."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Only violations are returned from the page, not every element that passed.
BROKEN = """options => axe.run({resultTypes: ['violations'], ...options}).then(
  found => found.violations.map(one => [one.id, one.nodes.slice(0, 3).map(node => node.target)])
)"""

TARGET_SIZE = {"target-size": {"enabled": True}}
"""WCAG 2.5.8: what is pressed has 24 by 24 pixels or as much room around it. Axe leaves the rule out by default."""
ALL_RULES: dict = {"rules": TARGET_SIZE}
OTHER_SCREEN = {"runOnly": ["color-contrast", "target-size"]}
"""The rules whose result can change with the screen and the theme."""
WITHOUT_CONTRAST = {"rules": TARGET_SIZE | {"color-contrast": {"enabled": False}}}
"""Options for axe. The contrast check takes half of its time, so only the slow lane makes it."""


def into_each(page: Page) -> None:
    """Load the script into each page that is opened from now on.

    It has half a megabyte: loading it into each page separately takes as long as running it. It is not loaded into a
    page's frames, which axe would check too.
    """
    page.add_init_script(f"if (window === window.top) {{{AXE_SCRIPT}\n}}")


def violations(page: Page, options: dict = ALL_RULES) -> list[tuple[str, list]]:
    """Return the rules that the page breaks, each with the first places. The script is loaded once."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [(rule, places) for rule, places in page.evaluate(BROKEN, options)]
