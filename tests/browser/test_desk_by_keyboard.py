"""The desk in a real browser: a queue handled with single keys while its list refreshes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import expect

from tests.signing_in import sign_in
from tests.world import build

pytestmark = pytest.mark.slow

FOCUSED_ROW = "document.activeElement?.closest('[data-row]')?.dataset.row ?? null"


@pytest.fixture
def world(own_database):
    return build()


def at_the_desk(page, person, url: str) -> None:
    session = sign_in(Client(), person.officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page.goto("/desk/office/")


def test_a_queue_is_worked_through_by_keyboard_and_keeps_its_ticks_while_it_is_fetched_anew(portal, world, page):
    # Weeks apart, so that their deadlines differ on any day: those of one Sunday are all due on Monday.
    first, second = [world.complaint(at=now() - timedelta(weeks=weeks)) for weeks in (2, 1)]
    at_the_desk(page, world.salma, portal.url)

    for keys, row in [("j", first), ("j", second), ("j", second), ("k", first)]:
        page.keyboard.press(keys)
        assert page.evaluate(FOCUSED_ROW) == row.etag
    page.keyboard.press("m")
    box = page.locator(f'[data-row="{first.etag}"] input')
    assert box.is_checked()

    third = world.complaint(at=now() - timedelta(weeks=3))
    page.evaluate("htmx.trigger('#queue-list', 'poll')")
    page.get_by_text("1 new complaint: show it").wait_for()
    assert page.locator(f'[data-row="{third.etag}"]').count() == 0
    assert box.is_checked()
    assert page.evaluate(FOCUSED_ROW) == first.etag
    page.keyboard.press("n")
    page.locator(f'[data-row="{third.etag}"]').wait_for()
    assert box.is_checked()
    assert page.evaluate(FOCUSED_ROW) == third.etag
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED_ROW) == first.etag
    page.get_by_text("The list has changed.").wait_for(state="attached")
    with page.expect_response(lambda answer: answer.status == 304):
        page.evaluate("htmx.trigger('#queue-list', 'poll')")
    assert box.is_checked()

    page.keyboard.press("?")
    sheet = page.locator("#shortcuts")
    assert sheet.is_visible()
    page.keyboard.press("j")  # nothing moves below the sheet
    page.keyboard.press("Escape")
    assert not sheet.is_visible()
    assert page.evaluate(FOCUSED_ROW) == first.etag

    page.keyboard.press("/")
    page.keyboard.type("jkom?/")
    assert page.locator("[data-key=search]").input_value() == "jkom?/"
    assert not sheet.is_visible()

    page.locator(f'[data-row="{first.etag}"] a').focus()
    page.keyboard.press("o")
    page.wait_for_url(f"**/desk/complaints/{first.etag}/")
    page.keyboard.press("m")
    assert page.evaluate("document.activeElement.closest('[data-move]').dataset.move") == "mark"

    page.goto("/desk/keyboard/")
    page.get_by_role("button", name="Turn shortcuts off").click()
    page.get_by_text("Single-key shortcuts are off in this browser.").wait_for()
    page.goto("/desk/office/")
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED_ROW) is None


def test_nothing_is_marked_that_was_not_shown_before(portal, world, page):
    """After another tick the button is gone until the new effect is shown; without a tick nothing is requested."""
    first, second = [world.complaint(at=now() - timedelta(minutes=minutes)) for minutes in (60, 50)]
    at_the_desk(page, world.salma, portal.url)
    outcome, make = page.locator(".marking-outcome"), page.locator(".marking [name=make]")
    page.locator(f'[data-row="{first.etag}"] input').check()
    page.locator("#bulk_to").select_option(str(world.bilal.posting.pk))
    expect(outcome).to_contain_text("1 will change")

    page.route("**/desk/mark/", lambda route: None)  # the connection is slow: no answer comes
    page.locator(f'[data-row="{second.etag}"] input').check()
    expect(make).to_have_count(0)
    page.unroute("**/desk/mark/")
    page.locator("#bulk_to").select_option(str(world.dania.posting.pk))
    expect(outcome).to_contain_text("2 will change")
    expect(outcome).to_contain_text("Dania")

    for complaint in (first, second):
        page.locator(f'[data-row="{complaint.etag}"] input').uncheck()
    expect(page.locator(".marking")).to_have_count(0)
    page.wait_for_load_state("networkidle")  # a request in flight would hold the database that is dropped next
    page.wait_for_timeout(500)  # the portal may still answer a question that the page gave up


def test_enter_accepts_the_proposal_with_single_key_shortcuts_turned_off(portal, world, page):
    """On the page of a complaint and beside the queue, where Enter presses the button of the preview."""
    first, second = [world.complaint(at=now() - timedelta(weeks=weeks)) for weeks in (2, 1)]
    at_the_desk(page, world.salma, portal.url)
    page.context.add_cookies([{"name": "desk_keys", "value": "off", "url": portal.url}])
    page.goto(f"/desk/complaints/{first.etag}/")
    page.locator('details[data-move="mark"] select[name="to"]').focus()
    page.keyboard.press("Enter")
    page.get_by_text("Undo the marking").wait_for()

    page.goto("/desk/office/")
    page.locator(f'[data-row="{second.etag}"] input').check()
    expect(page.locator(".marking-outcome")).to_contain_text("1 will change")
    page.locator("#bulk_to").focus()
    page.keyboard.press("Enter")
    page.get_by_text("1 complaint is assigned.").wait_for()
