"""The keys in a real browser: leaving the page, the one-tap link, and a duress word's page that looks real."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from citizen.services.one_tap_links import make_link_token
from complaints.models import Complaint, ContactClaim, Pressure
from complaints.rules.complainant.one_tap_links import OneTapQuestionKind
from complaints.services.access_keys.duress_alarms import report_pressure_for_alarms
from complaints.services.access_keys.duress_page import act_on_decoy
from tests.citizen.keys.cast import DURESS, SECRET, set_words
from tests.world import build

pytestmark = pytest.mark.slow

LAID_OUT = """() => [...document.querySelectorAll('main *, header *, footer *')].map((element) => {
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const place = [box.x, box.y, box.width, box.height];
  return [element.tagName, element.className, ...place, style.color, style.fontSize].join(' ');
})"""
"""Position, size and colour of each element: what an eye could compare."""


@pytest.fixture
def world(own_database):
    return build()


@pytest.fixture
def guarded(world):
    """A confidential complaint of two days ago, with both words."""
    complaint = world.complaint(
        "gender_harassment", now() - timedelta(days=2), text="My uncle follows me.", language="en"
    )
    set_words(complaint, duress=DURESS)
    return complaint


def opens(page, complaint, word: str, *, language="en") -> None:
    """Enter the word on the E-tag's page."""
    page.goto(f"{'/ur' if language == 'ur' else ''}/track/{complaint.etag}/")
    page.locator("#id_key").fill(word)
    page.locator("form.key-way", has=page.locator("#id_key")).locator("button[type=submit]").click()
    page.wait_for_url("**/mine/")


@pytest.mark.parametrize("language", ["en", "ur"])
def test_one_tap_on_leave_shows_the_weather_and_the_way_back_is_closed(portal, elsewhere, guarded, new_page, language):
    page = new_page(language=language, viewport={"width": 390, "height": 800})
    opens(page, guarded, SECRET, language=language)
    mine = page.url
    page.mouse.wheel(0, 3000)
    page.locator("[data-exit]").click()
    page.wait_for_url(elsewhere)
    page.go_back()
    assert page.url != mine
    page.goto(mine)
    assert page.url.endswith(f"/track/{guarded.etag}/")


def test_esc_three_times_does_the_same_even_while_she_types(portal, elsewhere, guarded, page):
    opens(page, guarded, SECRET)
    mine = page.url
    page.locator("textarea").first.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.url == mine  # three, one after the other
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(elsewhere)
    page.goto(mine)
    assert page.url.endswith(f"/track/{guarded.etag}/")


def test_the_way_out_needs_no_javascript(portal, elsewhere, guarded, new_page):
    page = new_page(javascript=False)
    opens(page, guarded, SECRET)
    page.locator("[data-exit]").click()
    page.wait_for_url(elsewhere)
    page.goto(f"/track/{guarded.etag}/mine/")
    assert page.url.endswith(f"/track/{guarded.etag}/")


def test_the_way_out_stays_in_reach_however_far_one_has_read(portal, guarded, new_page):
    page = new_page(viewport={"width": 320, "height": 600})
    opens(page, guarded, SECRET)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight / 2)")
    box = page.locator("[data-exit]").bounding_box()
    assert 0 <= box["y"] <= 600 - box["height"]
    assert box["height"] >= 44


@pytest.mark.parametrize(("language", "width", "theme"), [("en", 390, "light"), ("ur", 1280, "dark")])
def test_nobody_can_see_the_duress_word_s_page_for_what_it_is(portal, world, guarded, new_page, language, width, theme):
    """Compared with a real complaint of the harmless kind, every element has the same place, size and colour."""

    def told(pk):
        return Complaint.objects.unscoped("test").select_related("statement", "category").get(pk=pk)

    shown = act_on_decoy(guarded.pk, told, keep_changes=False, at=now())
    twin = world.complaint(shown.category.code, guarded.received_at, text=shown.statement.text, language="en")
    set_words(twin)
    looks = []
    for complaint, word in ((guarded, DURESS), (twin, SECRET)):
        page = new_page(language=language, color_scheme=theme, viewport={"width": width, "height": 900})
        opens(page, complaint, word, language=language)
        page.evaluate("document.fonts.ready")
        cookies = sorted((cookie["name"], cookie["httpOnly"], cookie["sameSite"]) for cookie in page.context.cookies())
        said = page.locator("body").inner_text().replace(complaint.spaced_etag, "#").replace(complaint.etag, "#")
        looks.append((page.title(), said, page.evaluate(LAID_OUT), cookies))
    (title, said, places, cookies), real = looks
    assert (title, said, cookies) == (real[0], real[1], real[3])
    numbers = re.compile(r"(etag|digits)")  # the width of digits differs between numbers
    assert [at for at in places if not numbers.search(at)] == [at for at in real[2] if not numbers.search(at)]
    assert "uncle" not in said
    report_pressure_for_alarms(at=now())
    assert Pressure.objects.get(complaint=guarded).silent


def test_what_is_typed_as_a_key_is_hidden_until_she_wants_to_see_it(portal, guarded, page):
    page.goto(f"/track/{guarded.etag}/")
    field, shown = page.locator("#id_key"), "element => getComputedStyle(element).webkitTextSecurity"
    assert (field.get_attribute("type"), field.get_attribute("autocomplete")) == ("text", "off")
    assert field.evaluate(shown) == "disc"
    page.locator("#id_show").check()
    assert field.evaluate(shown) == "none"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_one_tap_in_a_message_answers_without_javascript(portal, world, new_page, language):
    complaint = world.complaint("property_crime", now() - timedelta(hours=5), language=language)
    world.salma.marks(complaint, to=world.bilal, at=now() - timedelta(hours=4))
    event = world.bilal.records_contact(complaint, now() - timedelta(hours=3))
    page = new_page(language=language, javascript=False, viewport={"width": 320, "height": 700})
    page.goto(f"{'/ur' if language == 'ur' else ''}/a/{make_link_token(event.pk, OneTapQuestionKind.ANSWER_CONTACT)}/")
    page.locator('button[value="nobody"]').click()
    assert ContactClaim.objects.get(complaint=complaint).answer == "nobody"
    assert page.context.cookies() == []
