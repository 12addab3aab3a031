"""The API's documentation page: accessible, no wider than the screen, and without a request to anybody else."""

import pytest

from tests.browser import axe

TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.slow
def test_the_documentation_page_is_for_everybody_and_needs_no_script(portal, new_page):
    page = new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.goto("/api/v1/docs/").status == 200
        page.evaluate("() => document.querySelectorAll('details').forEach(details => { details.open = true })")
        assert page.evaluate(TOO_WIDE) <= 0
        assert axe.violations(page) == []
    assert all(url.startswith(portal.url) for url in asked)
    plain = new_page(javascript=False)
    plain.goto("/api/v1/docs/")
    assert "POST /partner/complaints\n" in plain.inner_text("main")
