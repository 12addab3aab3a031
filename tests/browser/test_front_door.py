"""The front page in a real browser, in both languages, and the control that `Watch` notices what it should."""

import pytest

from tests.browser.watch import Watch


@pytest.mark.parametrize(("path", "language", "direction"), [("/", "en", "ltr"), ("/ur/", "ur", "rtl")])
def test_the_front_page_opens_in_both_languages(page, path, language, direction):
    answer = page.goto(path)
    assert answer.status == 200
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == direction
    assert page.locator("h1").count() == 1


def test_an_unknown_page_is_a_kind_404_under_the_same_policy(page):
    answer = page.goto("/no-such-page")
    assert answer.status == 404
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert page.locator("h1").count() == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "misdeed",
    [
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')",
        "document.body.appendChild(Object.assign(document.createElement('script'), {textContent: 'window.oh = 1'}))",
        "new Image().src = 'https://elsewhere.example.org/oh.png'",
        "fetch('https://elsewhere.example.org/').catch(() => {})",
        "console.error('oh')",
        "setTimeout(() => { throw new Error('oh') })",
        "fetch('/no-such-file')",
    ],
)
def test_the_watch_over_pages_sees_what_goes_wrong(browser, portal, misdeed):
    page, watch = browser.new_page(base_url=portal.url), Watch()
    watch.over(page)
    page.goto("/")
    page.evaluate(f"() => {{ {misdeed} }}")
    page.wait_for_timeout(300)
    page.close()
    assert watch.trouble
