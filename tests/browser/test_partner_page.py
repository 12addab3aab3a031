"""A partner's own page about its events: opened in a browser, accessible, and no wider than the screen."""

import pytest
from django.utils.timezone import now

from api.services.event_endpoints import set_address
from api.services.event_recording import write_test_event
from tests.api.conftest import partner_named
from tests.browser import axe
from tests.world import build

TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGE = "/partners/events/"


@pytest.mark.slow
def test_a_partner_opens_its_page_rotates_its_secret_and_leaves(portal, new_page, settings):
    settings.EVENTS_TO_LOOPBACK = True
    build()
    new = partner_named()
    endpoint, secret = set_address(new.client, "http://127.0.0.1:9/events", at=now())
    write_test_event(endpoint, at=now())
    page = new_page()
    page.goto(PAGE)
    page.fill("[name=client_id]", new.client.client_id)
    page.fill("[name=secret]", new.secret)
    page.click("[value=open]")
    for prefix in ("", "/ur"):
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(prefix + PAGE)
            assert page.locator("[value=replay_one]").count() == 1
            assert page.evaluate(TOO_WIDE) <= 0
            assert axe.violations(page) == []
    page.click("[value=rotate]")
    shown = page.inner_text(".partner-secret")
    assert shown.startswith("whsec_")
    assert shown != secret
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate(TOO_WIDE) <= 0
    page.click("[value=leave]")
    page.goto(PAGE)
    assert page.locator("[name=secret]").count() == 1
