"""Text twice as large on a telephone (WCAG 1.4.4): nothing scrolls sideways, and no number overflows its card."""

import pytest

from tests.browser.pages import PAGES
from tests.browser.samples import Samples
from tests.browser.test_every_page import _open_all
from tests.world import build

pytestmark = pytest.mark.slow

OF_CITIZENS = {
    name: seen
    for name, pages in PAGES.items()
    if not name.startswith("demo_") and name != "styleguide"
    if (seen := [page for page in pages if page.viewer in {"", "complainant"}])
}
# How far the page is too wide, which elements cause it, and which E-tag is wider than its container.
LOOK = """() => {
  document.documentElement.style.fontSize = '200%';
  const edge = document.documentElement.clientWidth;
  const excess = document.documentElement.scrollWidth - edge;
  const name = (element) => `${element.tagName}.${element.className}`;
  const out = excess > 0 ? [...document.querySelectorAll('main *, header *, footer *, aside *')].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.right > edge + 1 || box.left < -1;
  }).slice(0, 8).map(name) : [];
  const burst = [...document.querySelectorAll('.etag-number')].filter((number) => {
    const card = number.closest('.etag, .ticket, .receipt')?.getBoundingClientRect();
    const box = number.getBoundingClientRect();
    return card && (box.right > card.right + 1 || box.left < card.left - 1);
  }).map(name);
  return [excess, [...out, ...burst]];
}"""


@pytest.mark.parametrize("language", ["en", "ur"])
def test_text_of_twice_the_size_stays_within_a_telephone(own_database, portal, new_page, language):
    page, trouble = new_page(language=language), []
    for name, _ in _open_all(page, OF_CITIZENS, Samples(build()), language, portal.url):
        page.set_viewport_size({"width": 390, "height": 844})
        excess, places = page.evaluate(LOOK)
        if excess > 0 or places:
            trouble.append(f"{name}: {excess} px too wide: {places}")
    assert trouble == [], "\n".join(trouble)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_on_the_narrowest_telephone_the_header_has_two_rows_below_the_emergency_line(portal, new_page, language):
    page = new_page(language=language)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/ur/" if language == "ur" else "/")
    rows = page.evaluate("""() => new Set([...document.querySelectorAll(
      '.masthead .wordmark, .masthead .language, .masthead-nav a')].map((element) => {
        const box = element.getBoundingClientRect();
        return Math.round((box.top + box.bottom) / 40);
      })).size""")
    assert rows == 2
