"""Mentions while a note is typed, and the bell of an open page, in a real browser; by the keyboard alone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import expect

from complaints.models import Notification
from tests.browser.axe import violations
from tests.signing_in import sign_in
from tests.world import build

pytestmark = pytest.mark.slow


@pytest.fixture
def world(own_database):
    return build()


def at_desk(page, person, url: str, path: str):
    session = sign_in(Client(), person.officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page.goto(path)
    return page


def marked(world):
    at = now() - timedelta(hours=1)
    complaint = world.complaint("financial_crime", at)
    world.salma.marks(complaint, to=world.bilal, at=at + timedelta(minutes=5))
    return complaint


@pytest.mark.parametrize("root", ["", "/ur"])
def test_a_name_after_an_at_sign_is_suggested_and_taken_by_the_keyboard(world, portal, new_page, root):
    complaint = marked(world)
    page = new_page(language="ur" if root else "en", viewport={"width": 390, "height": 844})
    at_desk(page, world.bilal, portal.url, f"{root}/desk/complaints/{complaint.etag}/")
    text = page.locator(".note textarea")
    text.focus()
    page.keyboard.type("Look @")
    options = page.locator(".mention-hints [role=option]")
    expect(options.first).to_be_visible()
    page.keyboard.type("دانیہ"[:3] if root else "dan")
    expect(options).to_have_count(1)
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(text).to_have_value("Look @دانیہ " if root else "Look @Dania ")
    expect(options.first).to_be_hidden()
    expect(text).to_be_focused()
    page.locator(".note button[type=submit]").press("Enter")
    expect(page.locator("main")).to_contain_text("@دانیہ" if root else "@Dania")
    assert Notification.objects.get(kind="mention").officer == world.dania.officer


def test_the_list_opens_on_the_page_and_without_a_script_on_its_own(world, portal, new_page):
    complaint = marked(world)
    path = f"/desk/complaints/{complaint.etag}/"
    page = at_desk(new_page(), world.bilal, portal.url, path)
    page.locator(".note .mention > summary").press("Enter")
    expect(page.locator(".note .mention input").first).to_be_visible()
    plain = at_desk(new_page(javascript=False), world.bilal, portal.url, path)
    plain.locator(".note .mention > summary").press("Enter")
    plain.locator(".note .mention a").press("Enter")
    plain.locator("textarea").fill("Look.")
    plain.get_by_label("Dania").check()
    plain.locator("main button[type=submit]").press("Enter")
    expect(plain).to_have_url(f"{portal.url}{path}")
    assert Notification.objects.get(kind="mention").officer == world.dania.officer


def test_the_bell_and_the_title_of_an_open_page_follow(world, portal, new_page):
    complaint = marked(world)
    page = at_desk(new_page(), world.dania, portal.url, "/desk/today/")
    assert not page.title().startswith("(")
    world.bilal.does("note", complaint, now(), mentioned=[world.dania.officer.pk])
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".notification-number")).to_contain_text("1")
    expect(page).to_have_title(re.compile(r"^\(1\) Today"))
    Notification.objects.update(read_at=now())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".notification-number")).to_have_count(0)
    expect(page).to_have_title(re.compile("^Today"))
