"""Pages of the desk after the session's end: they close, unless something on them would be lost."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.test_every_page import TOO_WIDE
from tests.browser.test_mentions_in_the_browser import at_desk
from tests.world import build

pytestmark = pytest.mark.slow

POLL = "htmx.trigger('#notification-bell', 'poll')"
SIGN_IN = "**/desk/sign-in/**"
STOPPED = {
    "": ("You are signed out, or your posting has ended.", "Copy what you have typed"),
    "/ur": ("آپ لاگ آؤٹ ہو چکے ہیں یا آپ کی تعیناتی ختم ہو چکی ہے۔", "کاپی کر لیں"),
}
ROOM_ABOVE = """field => {
  field.scrollIntoView({ block: "start", behavior: "instant" });
  return field.getBoundingClientRect().top - document.getElementById("page-stopped").getBoundingClientRect().bottom;
}"""


@pytest.fixture
def world(own_database):
    return build()


@pytest.fixture
def complaint(world):
    """A complaint that Bilal inquires into. He claims to have called, so the complaint cell asks the complainant."""
    complaint = world.complaint("financial_crime", now() - timedelta(hours=30))
    world.salma.marks(complaint, to=world.bilal, at=now() - timedelta(hours=29))
    world.bilal.records_contact(complaint, now() - timedelta(hours=28))
    return complaint


def ends_session(page) -> None:
    """End the session and let the bell ask, as it does every 25 seconds."""
    page.context.clear_cookies()
    with page.expect_response(lambda answer: answer.headers.get("hx-refresh") == "true"):
        page.evaluate(POLL)


def unfolded(page, move: str):
    """Return a move of the complaint page, unfolded."""
    act = page.locator(f'details[data-move="{move}"]')
    act.evaluate("act => { act.open = true; }")
    return act


def test_the_bell_closes_a_page_by_itself_and_the_sign_in_leads_back(portal, world, complaint, page):
    page.clock.install()
    at_desk(page, world.bilal, portal.url, "/desk/today/#main")
    expect(page.locator("[data-line]")).to_have_count(1)
    page.context.clear_cookies()
    page.clock.run_for(25_000)
    page.wait_for_url("**/desk/sign-in/?next=/desk/today/")


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("salma", "/desk/calls/"),
        ("salma", "/desk/complaints/{etag}/call/contact/"),
        ("bilal", "/desk/complaints/{etag}/"),
        ("farah", "/desk/team/"),
        ("farah", "/desk/search/?q=money"),
        ("farah", "/desk/reviews/"),
        ("zara", "/desk/board/"),
    ],
)
def test_a_page_on_which_nothing_was_entered_closes(portal, world, complaint, page, who, path):
    at_desk(page, world.people[who], portal.url, path.format(etag=complaint.etag))
    ends_session(page)
    page.wait_for_url(SIGN_IN)


def test_the_answer_to_a_search_by_number_closes_without_a_question(portal, world, complaint, page):
    at_desk(page, world.salma, portal.url, "/desk/search/")
    page.locator("#search-words").fill("0300 1234567")
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_load_state()
    ends_session(page)
    page.wait_for_url(SIGN_IN)


@pytest.mark.parametrize("root", ["", "/ur"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_complaint_with_a_half_typed_report_stays_and_says_so(portal, world, complaint, new_page, root, width):
    page = new_page(language="ur" if root else "en", viewport={"width": width, "height": 844})
    at_desk(page, world.bilal, portal.url, f"{root}/desk/complaints/{complaint.etag}/")
    report = unfolded(page, "submit_report").locator("textarea").first
    report.fill("The shop was closed. I spoke")
    ends_session(page)
    stopped = page.get_by_role("alert")
    expect(stopped).to_be_in_viewport()
    for words in STOPPED[root]:
        expect(stopped).to_contain_text(words)
    expect(report).to_have_value("The shop was closed. I spoke")
    if width == 390:  # on a wide screen the forms scroll on their own, beside the story
        assert report.evaluate(ROOM_ABOVE) >= 0
    assert page.evaluate(TOO_WIDE) <= 0
    assert axe.violations(page) == []
    stopped.get_by_role("link").click()
    page.wait_for_url(SIGN_IN)


def test_a_complaint_with_a_chosen_officer_stays(portal, world, page):
    complaint = world.complaint("financial_crime", now() - timedelta(hours=2))
    at_desk(page, world.salma, portal.url, f"/desk/complaints/{complaint.etag}/")
    officer = unfolded(page, "mark").locator("select").first
    proposed = officer.input_value()
    officer.select_option(str(world.bilal.posting.pk))
    assert officer.input_value() != proposed
    ends_session(page)
    expect(page.get_by_role("alert")).to_contain_text(STOPPED[""][0])
    officer.select_option(proposed)
    page.evaluate(POLL)
    page.wait_for_url(SIGN_IN)


def test_a_form_that_came_back_with_an_error_stays_with_its_text(portal, world, complaint, page):
    at_desk(page, world.bilal, portal.url, f"/desk/complaints/{complaint.etag}/")
    unfolded(page, "submit_report").locator("textarea").first.fill("The shop was closed.")
    page.evaluate("document.querySelector('[data-move=submit_report] > form').submit()")
    page.wait_for_url("**/submit_report/*")
    ends_session(page)
    expect(page.get_by_role("alert").filter(has_text=STOPPED[""][0])).to_be_visible()
    expect(page.locator('[data-move="submit_report"] textarea').first).to_have_value("The shop was closed.")
