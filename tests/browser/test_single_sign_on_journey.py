"""An officer links a real provider in the browser, signs in with it, and is signed out when the provider says so."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from accounts.models import Officer
from tests.accounts.single_sign_on.provider import CALLBACK, Provider
from tests.accounts.single_sign_on.provider_process import PASSWORD as THERE
from tests.browser.axe import violations
from tests.browser.portal import Portal
from tests.signing_in import code_of, give_app_to, set_passwords
from tests.world import PASSWORD, build

pytestmark = pytest.mark.slow


@pytest.fixture
def portal(own_database, static_root, tmp_path):
    portal = Portal(own_database, static_root=static_root, folder=tmp_path)
    (tmp_path / "provider").mkdir()
    provider = Provider(tmp_path / "provider", f"{portal.url}{CALLBACK}", f"{portal.url}/")
    given = {name: value for name, value in provider.settings.items() if isinstance(value, str)} | {
        "SITE_URL": portal.url
    }
    portal.environment |= given | {"DJANGO_SETTINGS_MODULE": "tests.accounts.single_sign_on.portal_settings"}
    portal.provider = provider
    portal.start()
    yield portal
    portal.stop()
    provider.close()


def test_an_officer_links_signs_in_and_is_signed_out_by_the_provider(portal, new_page):
    officer = build().bilal.officer
    set_passwords(PASSWORD, Officer.objects.all())
    secret = give_app_to(officer)

    page = new_page(javascript=False)
    page.goto("/desk/")
    page.fill("[name=login]", officer.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main .btn-primary:has-text('Sign in') >> nth=1")
    page.fill("[name=code]", code_of(secret))
    page.click("main .btn-primary")
    page.goto("/desk/my-sign-in/sso/")
    page.click("main button:has-text('Link Police account')")
    page.fill("[name=password]", PASSWORD)
    page.click("main .btn-primary")
    page.fill("[name=username]", "bilal")
    page.fill("[name=password]", THERE)
    page.click("text=Sign in there")
    expect(page.locator("main")).to_contain_text("Is this you?")
    expect(page.locator("main li")).to_contain_text(["Bilal Ahmed"])
    page.click("text=Yes, link it")
    expect(page.locator("main")).to_contain_text("Your account has been linked to Police account since")
    page.click("main >> text=Sign out")

    page.goto("/ur/desk/sign-in/")
    page.locator("main form[action$='/sso/'] button").click()
    expect(page).to_have_url(re.compile("/ur/desk/sign-in/code/"))
    page.fill("[name=code]", code_of(secret, later=1))
    page.click("main .btn-primary")
    expect(page.locator("body.desk h1")).to_be_visible()
    token = portal.provider.logout_token(sub=portal.provider.subject_of("bilal"))
    assert httpx.post(f"{portal.url}/sso/logout", data={"logout_token": token}, timeout=60).status_code == 200
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/desk/sign-in/"))


def test_its_pages_are_accessible_in_both_languages(portal, new_page):
    officer = build().bilal.officer
    set_passwords(PASSWORD, Officer.objects.all())
    secret = give_app_to(officer)
    page = new_page()
    page.goto("/desk/sign-in/")
    assert violations(page) == []
    page.fill("[name=login]", officer.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main .btn-primary:has-text('Sign in') >> nth=1")
    page.fill("[name=code]", code_of(secret))
    page.click("main .btn-primary")
    for language in ("", "/ur"):
        for path in ("/desk/my-sign-in/sso/", "/desk/my-sign-in/"):
            page.goto(f"{language}{path}")
            assert violations(page) == [], path
