"""The portal as an installed app: offline it shows numbers to call, and it stores nothing of any complaint."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.world import build

pytestmark = pytest.mark.slow

KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
READY = "() => navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)"


@pytest.fixture
def new_phone(browser, portal):
    """Return a telephone: `new_phone(**options of a browser context)`. A lost connection is no error of the page."""
    contexts = []

    def switch_on(**options):
        contexts.append(browser.new_context(base_url=portal.url, **options))
        return contexts[-1].new_page()

    yield switch_on
    for context in contexts:
        context.close()


@pytest.fixture
def phone(new_phone):
    return new_phone()


def install(page, path: str) -> None:
    """Open a page and wait until the service worker controls the portal."""
    page.goto(path)
    page.wait_for_function(READY)


@pytest.mark.parametrize(
    ("start", "wanted", "language", "words"),
    [("/", "/helplines/", "en", "There is no connection"), ("/ur/", "/ur/track/", "ur", "")],
)
def test_without_a_line_every_page_gives_way_to_numbers_to_call(phone, start, wanted, language, words):
    install(phone, start)
    phone.context.set_offline(True)
    phone.goto(wanted)
    assert phone.locator("html").get_attribute("lang") == language
    expect(phone.locator('a[href="tel:15"]')).to_have_count(2)
    expect(phone.locator('a[href="tel:15"]').first).to_be_visible()
    expect(phone.locator("h1")).to_contain_text(words)
    assert phone.evaluate("() => getComputedStyle(document.querySelector('.number')).borderRadius") == "12px"
    phone.context.set_offline(False)
    phone.locator("a.again").first.click()
    expect(phone.locator("header.masthead")).to_be_visible()
    assert phone.url.endswith(wanted)


def test_only_files_and_the_offline_pages_are_kept(phone):
    complaint = build().complaint("financial_crime", station="gulberg")
    install(phone, "/")
    for path in ("/helplines/", "/complain/", f"/track/?etag={complaint.etag}", f"/track/{complaint.etag}/", "/ur/"):
        phone.goto(path)
    kept = phone.evaluate(KEPT)
    pages = {path for path in kept if not path.startswith("/static/")}
    assert pages == {"/offline/", "/ur/offline/", "/complain/offline/", "/ur/complain/offline/"}
    assert any(path.endswith(".css") for path in kept)
    for path in pages:
        page = phone.evaluate("async path => (await caches.match(path)).text()", path)
        assert "csrf" not in page.lower()


def test_the_offline_page_is_for_everybody(new_phone):
    for theme in ("light", "dark"):
        page = new_phone(color_scheme=theme, viewport={"width": 320, "height": 700})
        install(page, "/")
        page.context.set_offline(True)
        page.goto("/helplines/")
        assert page.evaluate(TOO_WIDE) <= 0
        assert axe.violations(page) == []


@pytest.mark.parametrize(("prefix", "words"), [("", "Nothing you typed is lost"), ("/ur", "آپ کا لکھا ہوا محفوظ ہے")])
@pytest.mark.parametrize("browser_knows", [True, False])
def test_continue_without_a_line_leaves_the_page_with_everything_typed(phone, prefix, words, browser_knows):
    build()
    install(phone, f"{prefix}/complain/?group=crime")
    phone.locator('details[open] button[name="category"]').first.click()
    phone.locator('button[name="district"]').first.click()
    phone.locator("#id_text").fill("They broke the shop's lock at night and took the till.")
    before = phone.url
    if not browser_knows:  # connected to a network without internet
        phone.evaluate("() => Object.defineProperty(navigator, 'onLine', { get: () => true })")
    phone.context.set_offline(True)
    phone.locator('main form button.btn-primary[type="submit"]').last.click()
    expect(phone.locator("[data-no-line]")).to_be_visible()
    expect(phone.locator("[data-no-line]")).to_contain_text(words)
    expect(phone.locator("#id_text")).to_have_value("They broke the shop's lock at night and took the till.")
    assert phone.url == before
    phone.context.set_offline(False)
    phone.locator('main form button.btn-primary[type="submit"]').last.click()
    phone.wait_for_url("**/whom/")


def test_a_form_that_is_sent_without_a_line_is_not_answered_by_the_offline_page(phone):
    """The browser reports the error itself and keeps what was typed."""
    install(phone, "/track/")
    phone.context.set_offline(True)
    answered = phone.evaluate(
        "() => fetch('/track/', {method: 'POST', body: 'x'}).then(() => 'answered', () => 'no line')"
    )
    assert answered == "no line"
