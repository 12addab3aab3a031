"""Ayesha asks about a worker on an old phone without scripts, and a phone gives its position, both in a browser."""

import pytest

from accounts.models import Office
from enquiries.models import Verification
from tests.evidence import samples
from tests.world import build

pytestmark = pytest.mark.slow

LIBERTY = {"latitude": 31.5102, "longitude": 74.3441, "accuracy": 12}


@pytest.fixture
def world(own_database):
    world = build()
    Office.objects.filter(code="gulberg").update(latitude=31.5160, longitude=74.3430)
    return world


def test_without_javascript_a_request_is_mended_and_sent(world, new_page, tmp_path):
    face = tmp_path / "zubaida.jpg"
    face.write_bytes(samples.photo())
    page = new_page(javascript=False)
    page.goto("/services/")
    page.get_by_role("link", name="Domestic worker verification").click()
    page.get_by_role("link", name="Request a check").click()
    page.get_by_label("Your name").fill("Ayesha")
    page.get_by_label("Your CNIC number").fill("35202-1234567-2")
    page.get_by_label("Your mobile number").fill("0300 1112233")
    page.get_by_label("District where you live").select_option("lahore")
    page.get_by_label("The worker's name").fill("Zubaida")
    page.get_by_label("A photo of the worker").set_input_files(face)
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("link", name="The worker's CNIC number").click()
    page.get_by_text("Photo received").wait_for()
    page.get_by_label("The worker's CNIC number").fill("35201-7654321-4")
    page.get_by_label("The worker has been asked and agrees").check()
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("heading", name="Your request has been sent").wait_for()
    assert page.locator(".etag-number").inner_text() == Verification.objects.get().spaced
    page.get_by_role("link", name="Check request status").click()
    page.get_by_label("Your mobile number").fill("03001112233")
    page.get_by_role("button", name="Find").click()
    page.get_by_text("Received. The complaint cell has not sent it to the record office yet.").wait_for()


def test_a_phone_that_says_where_it_is_finds_the_nearest_office(world, new_page):
    page = new_page(geolocation=LIBERTY, permissions=["geolocation"])
    page.goto("/offices/nearest/")
    page.get_by_role("button", name="Use this phone's location").click()
    page.get_by_role("heading", name="Gulberg Police Station").wait_for()
    page.get_by_text("650 m away").wait_for()
    assert "position" not in page.url


def test_without_javascript_the_nearest_office_is_found_by_district(world, new_page):
    page = new_page(javascript=False, language="ur")
    page.goto("/ur/offices/nearest/")
    assert page.get_by_role("button", name="اس فون کا مقام استعمال کریں").count() == 0
    page.get_by_label("ضلع", exact=True).select_option("lahore")
    page.get_by_role("button", name="دفاتر دکھائیں").click()
    page.get_by_text("تھانہ گلبرگ").wait_for()
