"""Where somebody guesses from the same address, the owner's browser does a sum by itself."""

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from complaints.citizen.keys import guessing
from tests.world import build

pytestmark = pytest.mark.slow


def test_the_browser_does_its_sum_and_goes_on_to_the_complaint(portal, new_page):
    complaint = build().complaint()
    for _ in range(10):
        guessing.of_source("127.0.0.1", at=now())
    page = new_page()
    assert page.goto(f"/track/{complaint.etag}/").status == 429
    expect(page.get_by_role("heading", level=1)).to_have_text("Complaint status")
    assert page.url.endswith(f"/track/{complaint.etag}/")
