"""If somebody guesses from the same address, the owner's browser computes a proof of work by itself."""

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from citizen import rate_limits
from citizen.access import guess_limits
from tests.citizen.keys.cast import SECRET, set_words
from tests.world import build

pytestmark = pytest.mark.slow


def test_the_browser_does_its_sum_and_goes_on_to_the_complaint(portal, new_page):
    complaint = build().complaint()
    for _ in range(10):
        guess_limits.charge_guess_of_source("127.0.0.1", at=now())
    page = new_page()
    assert page.goto(f"/track/{complaint.etag}/").status == 429
    expect(page.get_by_role("heading", level=1)).to_have_text("Complaint status")
    assert page.url.endswith(f"/track/{complaint.etag}/")


def test_after_strangers_wrong_words_the_owner_s_browser_does_its_sum_and_opens_the_complaint(portal, new_page):
    """It works under the portal's own content security policy."""
    complaint = build().complaint()
    set_words(complaint)
    while not rate_limits.take_token(rate_limits.WORD_TRIES_PER_ETAG, complaint.etag, at=now()):
        pass
    page = new_page()
    page.goto(f"/track/{complaint.etag}/")
    page.locator("#id_key").fill(SECRET)
    page.locator("form.key-way", has=page.locator("#id_key")).locator("button[type=submit]").click()
    expect(page.locator("#id_key")).to_be_visible(timeout=60_000)  # back at the form, with a proof
    page.locator("#id_key").fill(SECRET)
    page.locator("form", has=page.locator("#id_key")).locator("button[type=submit]").click()
    page.wait_for_url("**/mine/")
