"""The call and the delay case on the screens of police offices: what belongs together stands beside each other."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import expect

from complaints.models import Call
from tests.browser.reviewed import reviewed
from tests.browser.test_every_page import TOO_WIDE
from tests.signing_in import sign_in
from tests.world import World, build

pytestmark = pytest.mark.slow

BOX = """name => {
  const box = document.querySelector(name).getBoundingClientRect();
  return {top: box.top, bottom: box.bottom, left: box.left, right: box.right};
}"""


@pytest.fixture
def world(own_database) -> World:
    return build()


def opened(page, portal, person, path: str, root: str, width: int, height: int) -> None:
    session = sign_in(Client(), person.officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": portal.url}])
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{root}{path}")


def are_beside(first: dict, second: dict) -> bool:
    """Return whether two boxes overlap vertically and not horizontally."""
    overlaps = first["top"] < second["bottom"] and second["top"] < first["bottom"]
    return overlaps and (first["right"] <= second["left"] or second["right"] <= first["left"])


@pytest.fixture
def reported(world, any_hour):
    """Return a function that makes a report of Bilal's about which the complainant has not been called."""

    def make():
        complaint = world.complaint("vehicle_theft", now() - timedelta(hours=9), name="Ayesha", **any_hour)
        world.salma.marks(complaint, to=world.bilal, at=now() - timedelta(hours=8))
        world.bilal.records_contact(complaint, now() - timedelta(hours=7))
        world.ayesha.says("in_person", complaint, now() - timedelta(hours=6))
        words = "Nobody saw the men; the camera of the shop was off that night. Two neighbours were heard."
        world.bilal.reports(complaint, now() - timedelta(hours=5), words=words)
        return complaint

    return make


@pytest.mark.parametrize(("language", "root"), [("en", "/"), ("ur", "/ur/")])
def test_a_call_is_on_one_screen(world, reported, portal, new_page, language, root):
    """Report, script and outcome beside each other, and the button of the outcome without scrolling."""
    complaint, page = reported(), new_page(language=language)
    opened(page, portal, world.salma, f"desk/complaints/{complaint.etag}/call/verify/", root, 1280, 900)
    about, script, outcome = (page.evaluate(BOX, name) for name in (".call-whom", ".call-script", ".call-outcome"))
    assert are_beside(about, script)
    assert are_beside(script, outcome)
    assert page.evaluate(BOX, ".call-result button[name=next]")["bottom"] <= 900
    assert page.evaluate(BOX, ".call-whom .timeline")["top"] < 600
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(TOO_WIDE) == 0
    assert page.evaluate(BOX, ".call-number")["top"] < 844


def test_a_key_passes_a_call_over_and_two_keys_save_one(world, reported, portal, new_page):
    first, second = reported(), reported()
    page = new_page()
    opened(page, portal, world.salma, f"desk/complaints/{first.etag}/call/verify/", "/", 1280, 900)
    page.keyboard.press("n")
    page.wait_for_url(f"**/{second.etag}/call/verify/")
    page.keyboard.press("n")
    page.wait_for_url(f"**/{first.etag}/call/verify/")
    page.locator('input[value="not_reached"]').focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{second.etag}/call/verify/")
    assert Call.objects.get().complaint_id == first.pk


@pytest.mark.parametrize(("language", "root"), [("en", "/"), ("ur", "/ur/")])
@pytest.mark.parametrize("width", [1024, 1280, 1920])
def test_explanation_evidence_and_form_of_a_case_are_beside_each_other(world, portal, new_page, language, root, width):
    page, review = new_page(language=language), reviewed(world)["review_of_dania"]
    opened(page, portal, world.imran, f"desk/reviews/{review}/", root, width, 768)
    statement, evidence, form = (
        page.evaluate(BOX, name) for name in (".review-statement", ".review-evidence", ".review-act")
    )
    assert are_beside(statement, form)
    assert are_beside(evidence, form)
    assert statement["top"] < 500
    assert page.evaluate(TOO_WIDE) == 0
    page.evaluate("top => window.scrollTo({top, behavior: 'instant'})", form["top"] + 100)
    assert page.evaluate(BOX, ".review-act")["top"] >= 0  # the form stays while the evidence is read


def test_on_a_phone_a_case_is_explanation_evidence_form(world, portal, new_page):
    page, review = new_page(), reviewed(world)["review_of_dania"]
    opened(page, portal, world.imran, f"desk/reviews/{review}/", "/", 390, 844)
    tops = [page.evaluate(BOX, name)["top"] for name in (".review-statement", ".review-evidence", ".review-act")]
    assert tops == sorted(tops)
    assert page.evaluate(TOO_WIDE) == 0
    page.locator(".review-jumps a", has_text="Decide").click()
    expect(page.locator("#step-decide")).to_be_in_viewport()
