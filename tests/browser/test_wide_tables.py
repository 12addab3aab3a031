"""C16: on a telephone a table that scrolls sideways says so; where everything fits, nothing is said."""

import pytest

from tests.monitoring.figures import published
from tests.world import build

pytestmark = pytest.mark.slow

HINTS = {
    "en": "Swipe the table sideways to see all columns",
    "ur": "تمام کالم دیکھنے کے لیے جدول کو دائیں بائیں سرکائیں",
}
TABLES = """() => [...document.querySelectorAll('.figure-scroll')].map((box) => {
  const hint = box.previousElementSibling;
  return [box.scrollWidth > box.clientWidth + 1, hint?.matches('.scroll-hint') ? hint.offsetHeight > 0 : false];
})"""


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_performance_table_says_that_it_goes_on_sideways(own_database, portal, new_page, language):
    build()
    published()
    page = new_page(language=language)
    page.goto("/ur/performance/" if language == "ur" else "/performance/")
    page.set_viewport_size({"width": 390, "height": 844})
    assert HINTS[language] in page.locator(".scroll-hint").first.inner_text()
    tables = page.evaluate(TABLES)
    assert any(scrolls for scrolls, _ in tables)
    assert [hinted for scrolls, hinted in tables if scrolls] == [True] * sum(scrolls for scrolls, _ in tables)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not any(hinted for _, hinted in page.evaluate(TABLES))
