"""axe-core in a page: the rules of accessibility that a program can check."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Only what is said is carried out of the page, not every element that passed.
RUN = """rules => axe.run({resultTypes: ['violations'], ...(rules && {runOnly: rules})}).then(
  found => found.violations.map(one => [one.id, one.nodes.slice(0, 3).map(node => node.target)])
)"""


def violations(page: Page, *, only: list[str] | None = None) -> list[tuple[str, list]]:
    """The rules that the page breaks, all or `only` some, each with the first places. The script is put in once."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [(rule, places) for rule, places in page.evaluate(RUN, only)]
