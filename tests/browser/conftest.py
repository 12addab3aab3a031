"""A real browser and a real server, on a database that belongs to one test.

    def test_a_citizen_gets_a_receipt(portal, new_page):
        page = new_page(language="ur", javascript=False)
        page.goto("/ur/")

A page that breaks the Content Security Policy, writes an error to the console or throws fails its test.
"""

import os
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect, sync_playwright

from tests import databases
from tests.browser import chromium
from tests.browser.portal import Portal
from tests.browser.watch import Watch
from tests.world import KARACHI

PATIENCE = 30_000  # milliseconds to wait for anything on a page


@pytest.fixture(scope="session")
def browser():
    """Chromium, for the whole session."""
    # Playwright's loop runs in the tests' own thread; without this Django would refuse every query there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        yield browser
        browser.close()


class Elsewhere(BaseHTTPRequestHandler):
    """Another site, with the same answer to every request."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>Weather</title><p>Sunny.")

    def log_message(self, *_):
        """Log nothing."""


@pytest.fixture(scope="session")
def elsewhere():
    """The address of a site that is not the portal, to which "Leave this page" leads in these tests."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="session")
def own_name() -> str:
    """The databases of a worker's tests have one name in turn, so that one portal can serve all of them."""
    return databases.new_name("browser")


@pytest.fixture(scope="session")
def standing_portal(own_name, static_root, tmp_path_factory, elsewhere):
    """One portal for all tests of a worker. The first of them starts it."""
    database = databases.clone_of(os.environ["TEST_OWNER_URL"], os.environ["TEST_APP_URL"], own_name)
    portal = Portal(database, static_root=static_root, folder=tmp_path_factory.mktemp("portal"), EXIT_URL=elsewhere)
    yield portal
    portal.stop()


@pytest.fixture
def portal(own_database, standing_portal):
    """The portal on granian and this test's own database, in DEMO so that the mailbox page can be read."""
    standing_portal.start()
    return standing_portal


@pytest.fixture
def new_page(browser, portal):
    """Open a page for another person: `new_page(language="en", javascript=True, **options of a browser context)`."""
    contexts, watch = [], Watch()

    def open_page(*, language: str = "en", javascript: bool = True, **options):
        context = browser.new_context(
            base_url=portal.url, locale=language, java_script_enabled=javascript, timezone_id="Asia/Karachi", **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        watch.over(page)
        return page

    yield open_page
    for context in contexts:
        with suppress(Exception):
            context.close()
    assert watch.trouble == [], portal.said()


@pytest.fixture
def page(new_page):
    """One page, in English, with JavaScript."""
    return new_page()


@pytest.fixture
def microphone(browser, portal):
    """A page of a browser with a microphone that records a tone."""
    flags = [*chromium.FLAGS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    second = browser.browser_type.launch(executable_path=chromium.find(), args=flags)
    page, watch = second.new_context(base_url=portal.url, permissions=["microphone"]).new_page(), Watch()
    watch.over(page)
    yield page
    second.close()
    assert watch.trouble == []


@pytest.fixture
def any_hour():
    """The answers of a complainant who may be called at any hour, because the tests run at any hour."""
    hour = now().astimezone(KARACHI).hour
    return {"safe_from": (hour - 3) % 24, "safe_until": (hour + 3) % 24}
