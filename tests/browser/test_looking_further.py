"""A filter that few complaints match, in a real browser: the page continues by itself until it finds one."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from desk.queries.bounded_queue_scan import CANDIDATES
from tests.browser.test_desk_by_keyboard import at_the_desk
from tests.world import build

pytestmark = pytest.mark.slow

ASKED = "contact=claimed&clock=48h"  # asks for clocks, so a page checks CANDIDATES complaints


@pytest.fixture
def world(own_database):
    return build()


@pytest.fixture
def far_away(world):
    """The only complaint that matches has the latest deadline, beyond those that one page checks."""
    began = now() - timedelta(hours=1)
    for number in range(CANDIDATES + 5):
        world.complaint("property_crime", began + timedelta(milliseconds=number))
    called = world.complaint("property_crime", began + timedelta(minutes=1))
    world.salma.marks(called, to=world.bilal, at=began + timedelta(minutes=2))
    world.bilal.records_contact(called, began + timedelta(minutes=3))
    return called


def test_it_looks_further_by_itself_and_stays_where_it_found_something(portal, world, far_away, page):
    at_the_desk(page, world.usman, portal.url)
    trouble = []
    page.on("pageerror", lambda error: trouble.append(error))
    page.goto(f"/desk/office/?{ASKED}")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # somebody comes back to the page meanwhile
    row = page.locator(f'[data-row="{far_away.etag}"]')
    row.wait_for()
    page.get_by_text("The list has changed.").wait_for(state="attached")
    assert ASKED in page.url
    assert "after=" in page.url
    assert page.locator('input[name="back"]').last.input_value() == page.url.removeprefix(portal.url)

    page.evaluate("htmx.trigger('#queue-list', 'poll')")
    assert row.is_visible()
    page.reload()
    assert row.is_visible()
    page.get_by_role("link", name="Previous page").click()
    page.wait_for_url("**before=**")
    assert trouble == []


def test_without_a_script_a_link_leads_on(portal, world, far_away, browser):
    context = browser.new_context(java_script_enabled=False, base_url=portal.url)
    try:
        page = context.new_page()
        at_the_desk(page, world.usman, portal.url)
        page.goto(f"/desk/office/?{ASKED}")
        assert page.get_by_text(f"None of the next {CANDIDATES} complaints matches these filters.").is_visible()
        assert not page.get_by_text("Looking further…").is_visible()
        page.get_by_role("link", name="Search further").click()

        page.locator(f'[data-row="{far_away.etag}"]').wait_for()
    finally:
        context.close()
