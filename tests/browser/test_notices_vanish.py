"""A child is found: within a minute nothing of the alert is left in the browser's cache or the service worker.

The test uses real HTTP and the browser's own cache.
"""

import time
from datetime import timedelta

import pytest
from django.conf import settings as portal_settings
from django.utils.timezone import now
from playwright.sync_api import expect

from notices.models import Notice
from notices.rules.notice_kinds import NoticeKind
from tests.browser.test_offline import KEPT, READY
from tests.notices.conftest import Board
from tests.world import build

pytestmark = pytest.mark.slow

# Request an address as the browser would, from its own cache if allowed.
ANSWER = "async (path) => (await fetch(path)).status"


@pytest.fixture
def board(portal, settings) -> Board:
    """The people of this portal. This process writes to the portal's storage."""
    place = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": portal.environment["EVIDENCE_STORAGE"]}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": place}
    settings.SITE_URL = portal.url
    return Board(build())


def published(board: Board) -> Notice:
    """A notice proposed and approved a moment ago, with a photo."""
    at = now()
    told = {"seen_at": at - timedelta(hours=2), "expires_at": at + timedelta(days=3), "photo": True}
    return board.approves(board.proposed(NoticeKind.ALERT, at=at, **told), at=at)


def _listed(phone) -> int:
    """Return how many people the list of alerts shows in this browser: each page is cached when it is opened."""
    phone.goto("/alerts/")
    return phone.locator(".person").count()


def test_a_found_child_is_gone_from_list_page_feed_and_pictures_within_a_minute(board, browser, portal):
    notice = published(board)
    phone = browser.new_context(base_url=portal.url).new_page()
    phone.goto("/")
    phone.wait_for_function(READY)
    own = [f"/alerts/{notice.code}/{end}" for end in ("", "photo.jpg", "share.jpg")]
    phone.goto(own[0])
    expect(phone.locator("img.face")).to_be_visible()
    assert phone.locator("img.face").evaluate("(image) => image.naturalWidth") == 600
    assert [phone.evaluate(ANSWER, path) for path in own] == [200, 200, 200]
    phone.goto("/alerts/")
    expect(phone.locator(".person")).to_have_count(1)

    ended = time.monotonic()
    board.ends(notice, by="salma", at=now())
    while [phone.evaluate(ANSWER, path) for path in own] != [410, 404, 404] or _listed(phone):
        assert time.monotonic() - ended < 60
        time.sleep(1)
    assert "Muneeb" not in phone.evaluate("async () => (await fetch('/alerts/feed.atom')).text()")
    assert not [path for path in phone.evaluate(KEPT) if "alerts" in path]
    phone.goto(own[0])
    expect(phone.locator("h1")).to_have_text("This notice is no longer published")
    assert "Muneeb" not in phone.content()
    phone.context.close()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_somebody_tells_what_they_know_without_javascript(board, new_page, language):
    notice = published(board)
    page = new_page(language=language, javascript=False)
    page.goto(f"{'/ur' if language == 'ur' else ''}/alerts/{notice.code}/")
    page.locator(".looked-for .btn-primary").click()
    page.locator("#id_text").fill("میں نے اسے اڈے پر دیکھا۔")
    page.locator("form .btn-primary").click()
    tip = notice.tips.get()
    expect(page.locator(".tip-number")).to_have_text(f"{tip.number[:4]} {tip.number[4:7]} {tip.number[7:]}")
    assert tip.text == "میں نے اسے اڈے پر دیکھا۔"
    assert page.url.endswith("/tip/")
