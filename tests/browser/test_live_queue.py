"""An open queue in a real browser: what changes elsewhere appears without moving what somebody looks at."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from complaints.models import Reading
from complaints.services.exclusion import officer_naming
from tests.browser import axe
from tests.browser.test_desk_by_keyboard import FOCUSED_ROW, at_the_desk
from tests.browser.test_every_page import TOO_WIDE
from tests.browser.test_mentions_in_the_browser import at_desk
from tests.world import build

pytestmark = pytest.mark.slow

FAILED = "The preview could not be loaded. Choose “Assign selected” above the list instead."
POLL = "htmx.trigger('#queue-list', 'poll')"
PLACES = """() => Object.fromEntries([...document.querySelectorAll('[data-row]')]
  .map(row => [row.dataset.row, Math.round(row.getBoundingClientRect().top)]))"""


@pytest.fixture
def world(own_database):
    return build()


@pytest.fixture
def three(world):
    """Three complaints that Bilal holds, the most urgent first."""
    # Weeks apart, so that their deadlines differ on any day: those of one Sunday are all due on Monday.
    made = [world.complaint("financial_crime", now() - timedelta(weeks=weeks)) for weeks in (3, 2, 1)]
    for complaint in made:
        world.salma.marks(complaint, to=world.bilal, at=now() - timedelta(minutes=30))
    return made


def row(page, complaint):
    return page.locator(f'[data-row="{complaint.etag}"]')


def test_new_rows_wait_while_somebody_is_at_a_row_and_nothing_moves(portal, world, three, page):
    at_the_desk(page, world.usman, portal.url)
    page.keyboard.press("j")
    page.keyboard.press("j")
    before = page.evaluate(PLACES)
    first = world.complaint("financial_crime", now() - timedelta(weeks=5))
    page.evaluate(POLL)
    notice = page.locator("#queue-new")
    expect(notice).to_have_text("1 new complaint: show it")
    second = world.complaint("financial_crime", now() - timedelta(weeks=4))
    page.evaluate(POLL)
    expect(notice).to_have_text("2 new complaints: show them")
    assert page.evaluate(PLACES) == before
    assert page.evaluate(FOCUSED_ROW) == three[1].etag
    page.keyboard.press("n")
    expect(row(page, first)).to_contain_class("is-new")
    expect(row(page, second)).to_contain_text("New")
    assert page.evaluate(FOCUSED_ROW) == first.etag
    expect(notice).to_be_hidden()


def test_a_row_that_sorts_below_the_screen_comes_at_once(portal, world, three, page):
    at_the_desk(page, world.usman, portal.url)
    page.keyboard.press("j")
    before = page.evaluate(PLACES)
    last = world.complaint("financial_crime", now())
    page.evaluate(POLL)
    expect(row(page, last)).to_contain_class("is-new")
    after = page.evaluate(PLACES)
    assert {etag: after[etag] for etag in before} == before
    expect(page.locator("#queue-new")).to_be_hidden()


def test_an_unattended_list_shows_what_is_new_in_its_place(portal, world, three, page):
    at_the_desk(page, world.usman, portal.url)
    first = world.complaint("financial_crime", now() - timedelta(weeks=5))
    page.evaluate(POLL)
    expect(row(page, first)).to_contain_class("is-new")
    assert page.locator("[data-row]").first.get_attribute("data-row") == first.etag


def test_a_row_changes_where_it_stands(portal, world, three, page):
    at_the_desk(page, world.usman, portal.url)
    page.keyboard.press("j")
    before = page.evaluate(PLACES)
    world.bilal.records_contact(three[0], now())
    world.farah.does("re_mark", three[1], now(), to=world.dania)
    page.evaluate(POLL)
    expect(row(page, three[1]).locator(".queue-holder")).to_have_text("Dania")
    expect(row(page, three[1])).to_contain_text("Changed")
    assert page.evaluate(FOCUSED_ROW) == three[0].etag
    assert page.evaluate(PLACES) == before


@pytest.mark.parametrize("way", ["excluded", "transferred"])
def test_a_row_that_left_stays_where_it_was_without_its_words_whatever_the_reason(portal, world, three, page, way):
    at_the_desk(page, world.bilal, portal.url)
    page.goto("/desk/")
    page.keyboard.press("j")
    before = page.evaluate(PLACES)
    gone = three[1]
    if way == "excluded":
        named = {"officer_id": world.bilal.officer.pk, "why": "She says so.", "by": world.nadia.actor, "at": now()}
        officer_naming.name_officer(complaint_id=gone.pk, **named)
    else:
        world.usman.does("re_mark", gone, now(), to=world.farah)
    page.evaluate(POLL)
    expect(row(page, gone)).to_have_class("is-gone")
    words = " ".join(row(page, gone).inner_text().split()).replace(" ", "")
    assert words == f"{gone.etag}Nolongerinthislist"
    assert page.evaluate(PLACES) == before
    assert page.locator("[data-total]").inner_text() == "2 complaints"
    page.reload()
    expect(row(page, gone)).to_have_count(0)


def test_the_preview_opens_by_space_or_button_is_read_and_closes(portal, world, three, page):
    at_the_desk(page, world.bilal, portal.url)
    page.goto("/desk/")
    panel = page.locator("#queue-panel")
    page.keyboard.press("j")
    page.keyboard.press("Space")
    expect(panel).to_contain_text("The officer contacts the complainant.")
    assert page.evaluate("document.activeElement.id") == "preview-title"
    assert Reading.objects.filter(complaint=three[0]).count() == 1
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert page.evaluate(FOCUSED_ROW) == three[0].etag

    row(page, three[2]).get_by_role("button", name=f"Preview {three[2].etag}").click()
    expect(panel).to_contain_text(three[2].category.name)
    page.keyboard.press("k")
    assert page.evaluate(FOCUSED_ROW) == three[1].etag
    page.keyboard.press("Space")
    expect(panel.locator("[data-preview-page]")).to_have_attribute("href", f"/desk/complaints/{three[1].etag}/")
    page.keyboard.press("o")
    page.wait_for_url(f"**/desk/complaints/{three[1].etag}/")


@pytest.mark.parametrize(("language", "root"), [("en", "/"), ("ur", "/ur/")])
def test_an_open_preview_and_rows_that_changed_are_for_everybody(portal, world, three, new_page, language, root):
    page = new_page(language=language)
    axe.into_each(page)
    at_the_desk(page, world.bilal, portal.url)
    page.goto(f"{root}desk/")
    row(page, three[2]).locator(".queue-peek").click()
    page.locator("#preview-title").wait_for()
    world.usman.does("re_mark", three[0], now(), to=world.farah)
    page.evaluate(POLL)
    expect(row(page, three[0])).to_have_class("is-gone")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert [str(one) for one in axe.violations(page)] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(TOO_WIDE) <= 0


def test_a_preview_of_what_is_gone_says_so_and_nothing_more(portal, world, three, page):
    at_the_desk(page, world.bilal, portal.url)
    page.goto("/desk/")
    named = {"officer_id": world.bilal.officer.pk, "why": "She says so.", "by": world.nadia.actor, "at": now()}
    officer_naming.name_officer(complaint_id=three[0].pk, **named)
    world.usman.does("re_mark", three[1], now(), to=world.farah)
    for complaint in three[:2]:
        row(page, complaint).locator(".queue-peek").click()
        expect(page.locator("#queue-panel p")).to_have_text(
            "You cannot open this complaint, or another office has it now."
        )
        page.keyboard.press("Escape")
    assert not Reading.objects.exists()


def test_without_a_script_the_e_tag_leads_to_the_page_and_no_button_is_shown(portal, world, three, browser):
    context = browser.new_context(java_script_enabled=False, base_url=portal.url)
    try:
        page = context.new_page()
        at_the_desk(page, world.bilal, portal.url)
        assert page.locator(".queue-peek:visible").count() == 0
        page.locator("details.queue-menu summary").click()
        page.locator('.queue-menu input[value="channel"]').check()
        page.get_by_role("button", name="Save columns").click()
        expect(page.locator("thead")).to_contain_text("Channel")
        row(page, three[0]).locator("a").click()
        page.wait_for_url(f"**/desk/complaints/{three[0].etag}/")
    finally:
        context.close()


def open_unwatched(browser, world, portal):
    """Open a page whose failed requests, which the browser reports as errors, are the subject of the test."""
    context = browser.new_context(base_url=portal.url)
    page = context.new_page()
    page.clock.install()
    return context, at_desk(page, world.usman, portal.url, "/desk/office/")


@pytest.mark.parametrize("status", [429, 502])
def test_after_an_error_page_queue_and_bell_ask_again(portal, world, three, browser, status):
    context, page = open_unwatched(browser, world, portal)
    try:
        for path in ("/desk/office/", "/desk/notifications/number/"):
            page.route(f"**{path}", lambda route: route.fulfill(status=status, body="Try again later"), times=1)
        page.clock.run_for(25_000)
        page.wait_for_load_state("networkidle")
        new = world.complaint("financial_crime", now() - timedelta(weeks=5))
        with page.expect_response("**/desk/notifications/number/") as bell:
            page.clock.run_for(25_000)
        assert bell.value.status == 200
        expect(row(page, new)).to_be_visible()
        expect(page.locator("#page-stopped")).to_be_hidden()
    finally:
        context.close()


def test_after_the_session_the_queue_stays_with_its_ticks_and_says_so(portal, world, three, page):
    at_desk(page, world.usman, portal.url, "/desk/office/")
    row(page, three[0]).locator("input").check()
    note = page.locator(".marking textarea")
    note.fill("Near his station.")
    with page.expect_response("**/desk/mark/"):
        note.blur()
    page.context.clear_cookies()
    page.evaluate(POLL)
    stopped = page.locator("#page-stopped")
    expect(stopped).to_contain_text("You are signed out, or your posting has ended.")
    assert axe.violations(page) == []
    expect(row(page, three[0]).locator("input")).to_be_checked()
    expect(note).to_have_value("Near his station.")
    stopped.get_by_role("link").click()
    page.wait_for_url("**/desk/sign-in/**")


def test_after_the_session_a_queue_without_ticks_is_no_longer_readable(portal, world, three, page):
    at_desk(page, world.usman, portal.url, "/desk/office/")
    page.context.clear_cookies()
    page.evaluate(POLL)
    page.wait_for_url("**/desk/sign-in/**")


@pytest.mark.parametrize("status", [None, 401, 429, 502])
def test_a_preview_that_cannot_be_loaded_says_so_and_the_note_stays(portal, world, three, browser, status):
    context, page = open_unwatched(browser, world, portal)
    try:
        row(page, three[0]).locator("input").check()
        page.locator(".marking textarea").fill("Near his station.")
        with page.expect_response("**/desk/mark/"):
            page.locator(".marking textarea").blur()

        def fail(route):
            return route.fulfill(status=status, body="Try again later") if status else route.abort()

        page.route("**/desk/mark/", fail, times=1)
        row(page, three[1]).locator("input").check()
        expect(page.locator(".marking-outcome")).to_have_text(FAILED)
        expect(page.locator(".marking textarea")).to_have_value("Near his station.")
        row(page, three[2]).locator("input").check()
        expect(page.locator(".marking-outcome")).not_to_contain_text(FAILED)
    finally:
        context.close()


def test_a_first_preview_that_cannot_be_loaded_says_so(portal, world, three, browser):
    context, page = open_unwatched(browser, world, portal)
    try:
        page.route("**/desk/mark/", lambda route: route.abort(), times=1)
        row(page, three[0]).locator("input").check()
        expect(page.locator("#queue-marking").get_by_role("alert")).to_have_text(FAILED)
        row(page, three[1]).locator("input").check()
        expect(page.locator(".marking-outcome")).to_be_visible()
        expect(page.locator("#queue-marking").get_by_text(FAILED)).to_have_count(0)
    finally:
        context.close()
