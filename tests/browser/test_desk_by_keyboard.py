"""The desk in a real browser: a queue worked through with single keys, while it asks for its list again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from tests.signing_in import sign_in
from tests.world import build

FOCUSED_ROW = "document.activeElement?.closest('[data-row]')?.dataset.row ?? null"


@pytest.fixture
def world(own_database):
    return build()


def at_the_desk(page, person, url: str) -> None:
    session = sign_in(Client(), person.officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page.goto("/desk/office/")


def test_a_queue_is_worked_through_by_keyboard_and_keeps_its_ticks_while_it_is_fetched_anew(portal, world, page):
    first, second = [world.complaint(at=now() - timedelta(minutes=minutes)) for minutes in (60, 50)]
    at_the_desk(page, world.salma, portal.url)

    for keys, row in [("j", first), ("j", second), ("j", second), ("k", first)]:
        page.keyboard.press(keys)
        assert page.evaluate(FOCUSED_ROW) == row.etag
    page.keyboard.press("m")
    box = page.locator(f'[data-row="{first.etag}"] input')
    assert box.is_checked()

    third = world.complaint(at=now() - timedelta(minutes=70))
    page.evaluate("htmx.trigger('#queue-list', 'poll')")
    page.locator(f'[data-row="{third.etag}"]').wait_for()
    assert box.is_checked()
    assert page.evaluate(FOCUSED_ROW) == first.etag
    page.get_by_text("The list has changed.").wait_for(state="attached")
    with page.expect_response(lambda answer: answer.status == 304):
        page.evaluate("htmx.trigger('#queue-list', 'poll')")
    assert box.is_checked()

    page.keyboard.press("?")
    sheet = page.locator("#shortcuts")
    assert sheet.is_visible()
    page.keyboard.press("j")  # nothing moves behind the sheet
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
    page.get_by_role("button", name="Turn them off").click()
    page.get_by_text("Single keys are off").wait_for()
    page.goto("/desk/office/")
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED_ROW) is None
