"""The narrowest telephone. Text of twice the size is checked on every page: test_every_page."""

import pytest

pytestmark = pytest.mark.slow


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
