"""Today and the calls, open in a real browser: what changes elsewhere appears without moving what somebody looks at."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from complaints.services.exclusion import officer_naming
from tests.browser import axe
from tests.browser.test_mentions_in_the_browser import at_desk
from tests.world import build

pytestmark = pytest.mark.slow

POLL = "document.getElementById('live-list').dispatchEvent(new Event('poll'))"
PLACES = """() => Object.fromEntries([...document.querySelectorAll('[data-line]')]
  .map(line => [line.querySelector('a').href, Math.round(line.getBoundingClientRect().top)]))"""
NOTICE = "The list has changed: show it"
ANSWER_ONCE = """status => {
    const network = window.fetch;
    window.fetch = async () => {
        Object.assign(window, { fetch: network, wasAnswered: true });
        return new Response("<h1>Try again later</h1>", { status });
    };
}"""


@pytest.fixture
def world(own_database):
    return build()


@pytest.fixture
def three(world):
    """Three complaints that Bilal holds, the most urgent first."""
    # Weeks apart, so that their deadlines differ on any day: those of one Sunday are all due on Monday.
    return [held_by_bilal(world, weeks) for weeks in (3, 2, 1)]


def held_by_bilal(world, weeks: int):
    complaint = world.complaint("financial_crime", now() - timedelta(weeks=weeks))
    world.salma.marks(complaint, to=world.bilal, at=now() - timedelta(minutes=30))
    return complaint


def line(page, complaint):
    return page.locator(f'[data-line][data-row="{complaint.etag}"]')


def test_a_list_that_nobody_looks_at_shows_what_is_new_in_its_place(portal, world, three, page):
    at_desk(page, world.bilal, portal.url, "/desk/today/")
    first = held_by_bilal(world, 4)
    page.evaluate(POLL)
    expect(page.locator("[data-line]")).to_have_count(4)
    expect(page.locator("[data-line]").first).to_have_attribute("data-row", first.etag)
    expect(page.locator("#live-list-news")).to_have_text("The list has changed.")
    expect(page.locator("#queue-new")).to_be_hidden()


def test_what_is_new_waits_while_somebody_is_at_a_line(portal, world, three, page):
    at_desk(page, world.bilal, portal.url, "/desk/today/")
    line(page, three[1]).locator("a").first.focus()
    before = page.evaluate(PLACES)
    first = held_by_bilal(world, 4)
    page.evaluate(POLL)
    notice = page.locator("#queue-new")
    expect(notice).to_have_text(NOTICE)
    assert page.evaluate(PLACES) == before
    expect(line(page, three[1]).locator("a").first).to_be_focused()
    assert axe.violations(page) == []
    page.keyboard.press("n")
    expect(line(page, first).locator("a").first).to_be_focused()
    expect(notice).to_be_hidden()


@pytest.mark.parametrize("way", ["excluded", "transferred"])
def test_a_line_that_left_stays_without_its_words_whatever_the_reason(portal, world, three, page, way):
    at_desk(page, world.bilal, portal.url, "/desk/today/")
    gone = three[1]
    link = line(page, gone).locator("a").first
    link.focus()
    before = page.evaluate(PLACES)
    if way == "excluded":
        named = {"officer_id": world.bilal.officer.pk, "why": "She says so.", "by": world.nadia.actor, "at": now()}
        officer_naming.name_officer(complaint_id=gone.pk, **named)
    else:
        world.usman.does("re_mark", gone, now(), to=world.farah)
    page.evaluate(POLL)
    expect(line(page, gone)).to_have_text("No longer in this list")
    assert page.evaluate(PLACES) == before
    expect(link).to_be_focused()
    expect(page.locator("#queue-new")).to_be_hidden()
    page.reload()
    expect(line(page, gone)).to_have_count(0)


def test_a_badge_changes_where_it_stands(portal, world, three, page):
    at_desk(page, world.bilal, portal.url, "/desk/today/")
    line(page, three[1]).locator("a").first.focus()
    before = page.evaluate(PLACES)
    page.evaluate("document.querySelector('[data-line] time').textContent = 'long ago'")
    page.evaluate(POLL)
    expect(line(page, three[0])).not_to_contain_text("long ago")
    assert page.evaluate(PLACES) == before


@pytest.mark.parametrize("status", [429, 502])
def test_after_an_error_page_the_next_minute_asks_again(portal, world, three, page, status):
    page.clock.install()
    at_desk(page, world.bilal, portal.url, "/desk/today/")
    page.evaluate(ANSWER_ONCE, status)
    page.clock.run_for(60_000)
    page.wait_for_function("window.wasAnswered")
    held_by_bilal(world, 4)
    page.clock.run_for(60_000)
    expect(page.locator("[data-line]")).to_have_count(4)


def test_a_list_that_is_no_longer_theirs_stays_and_says_so(portal, world, three, page):
    at_desk(page, world.bilal, portal.url, "/desk/today/")
    page.evaluate(ANSWER_ONCE, 403)
    page.evaluate(POLL)
    expect(page.get_by_role("alert")).to_contain_text("You are signed out, or your posting has ended.")
    assert axe.violations(page) == []
    expect(page.locator("[data-line]")).to_have_count(3)


def test_the_calls_are_asked_for_again_too(portal, world, page):
    at_desk(page, world.salma, portal.url, "/desk/calls/")
    expect(page.locator("[data-line]")).to_have_count(0)
    complaint = world.complaint("financial_crime", now() - timedelta(hours=30))
    world.salma.marks(complaint, to=world.bilal, at=now() - timedelta(hours=29))
    world.bilal.records_contact(complaint, now() - timedelta(hours=28))
    page.evaluate(POLL)
    expect(page.locator("[data-line]")).to_have_count(1)
