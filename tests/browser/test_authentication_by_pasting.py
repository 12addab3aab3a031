"""WCAG 3.3.8: nobody has to remember or copy by eye. Whatever opens the desk or a complaint can be pasted."""

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import Officer
from tests.citizen.keys.cast import SECRET, set_words
from tests.signing_in import code_of, give_app_to, set_passwords
from tests.world import PASSWORD, build

pytestmark = pytest.mark.slow


@pytest.fixture
def page(new_page):
    return new_page(permissions=["clipboard-read", "clipboard-write"])


def paste(page: Page, words: str, into: Locator) -> None:
    """Copy the words somewhere else and paste them, as from a password manager or a message."""
    page.evaluate("words => navigator.clipboard.writeText(words)", words)
    into.focus()
    page.keyboard.press("Control+v")
    expect(into).to_have_value(words)


def test_an_officer_pastes_address_password_and_code(portal, page):
    officer = build().bilal.officer
    set_passwords(PASSWORD, Officer.objects.all())
    secret = give_app_to(officer)
    page.goto("/desk/sign-in/")
    login, password = page.locator("[name=login]"), page.locator("[name=password]")
    # What password managers look for.
    expect(login).to_have_attribute("autocomplete", "username")
    expect(password).to_have_attribute("autocomplete", "current-password")
    expect(page.locator("main :is(input, select):visible")).to_have_count(2)  # no riddle, no picture
    paste(page, officer.email, login)
    paste(page, PASSWORD, password)
    page.keyboard.press("Enter")
    code = page.locator("[name=code]")
    expect(code).to_have_attribute("autocomplete", "one-time-code")
    paste(page, code_of(secret), code)
    page.keyboard.press("Enter")
    expect(page.locator("body.desk h1")).to_be_visible()


def test_a_complainant_pastes_number_word_and_code(portal, page):
    complaint = build().complaint()
    page.goto("/track/")
    paste(page, f" {complaint.spaced_etag} ", page.locator("#id_etag"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{portal.url}/track/{complaint.etag}/")

    page.goto(f"/track/{complaint.etag}/code/")
    code = page.locator("[name=code]")
    expect(code).to_have_attribute("autocomplete", "one-time-code")
    paste(page, "123 456", code)  # as a message shows it

    set_words(complaint)
    page.goto(f"/track/{complaint.etag}/key/")
    paste(page, SECRET, page.locator("#id_key"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/mine/")
