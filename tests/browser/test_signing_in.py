"""An officer's first sign-in without JavaScript by an authenticator app, then by a passkey in the browser."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import Officer
from tests.browser.portal import Portal
from tests.signing_in import code_of, set_passwords
from tests.world import PASSWORD, build

pytestmark = pytest.mark.slow


@pytest.fixture
def portal(own_database, static_root, tmp_path):
    """The portal under a name as well: passkeys do not work with a bare address."""
    portal = Portal(own_database, static_root=static_root, folder=tmp_path, ALLOWED_HOSTS="127.0.0.1,localhost")
    portal.start()
    portal.url = portal.url.replace("127.0.0.1", "localhost")
    yield portal
    portal.stop()


def types_password(page, officer):
    page.goto("/desk/")
    page.fill("[name=login]", officer.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main .btn-primary")


def test_an_app_is_set_up_without_javascript_and_a_passkey_signs_in(portal, new_page):
    officer = build().bilal.officer
    set_passwords(PASSWORD, Officer.objects.all())

    page = new_page(javascript=False)
    types_password(page, officer)
    expect(page).to_have_url(re.compile("/desk/my-sign-in/first/"))
    page.click("text=Set up an app")
    page.click("main summary")
    secret = page.inner_text(".secret-key bdi").replace(" ", "")
    page.fill("[name=code]", code_of(secret))
    page.click("main .btn-primary")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.click("main .btn-primary")
    expect(page.locator("body.desk h1")).to_be_visible()

    page = new_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key | {"automaticPresenceSimulation": True}})
    types_password(page, officer)
    page.fill("[name=code]", code_of(secret, later=1))
    page.click("text=Sign in")
    page.goto("/desk/my-sign-in/passkey/")
    page.fill("[name=password]", PASSWORD)
    page.click("main .btn-primary")
    page.fill("[name=name]", "Duty-room computer")
    page.click("text=Add the passkey")
    expect(page.locator("main")).to_contain_text("Duty-room computer")

    page.context.clear_cookies()
    types_password(page, officer)
    page.click("text=Use a passkey")
    expect(page.locator("body.desk h1")).to_be_visible()
