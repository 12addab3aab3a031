"""Ayesha asks about a worker on an old phone without scripts, and a phone gives its position, both in a browser."""

from pathlib import Path

import pytest
from django.conf import settings as portal_settings
from django.utils.timezone import now

from accounts.models import Office
from enquiries.models import Verification
from enquiries.services import worker_photos
from tests.browser.axe import violations
from tests.evidence import samples
from tests.world import build

pytestmark = pytest.mark.slow

LIBERTY = {"latitude": 31.5102, "longitude": 74.3441, "accuracy": 12}


@pytest.fixture
def world(own_database):
    world = build()
    Office.objects.filter(code="gulberg").update(latitude=31.5160, longitude=74.3430)
    return world


@pytest.fixture
def face(tmp_path, portal, settings) -> Path:
    """A photo of Zubaida on the phone; this process, which inspects it, reads the portal's storage."""
    place = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": portal.environment["EVIDENCE_STORAGE"]}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": place}
    file = tmp_path / "zubaida.jpg"
    file.write_bytes(samples.photo())
    return file


def test_without_javascript_a_request_is_mended_and_sent(world, new_page, face):
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
    page.get_by_text("The photo is being checked.").wait_for()
    assert page.get_by_label("Your name").input_value() == "Ayesha"
    worker_photos.inspect_waiting_photos(at=now())
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("heading", name="Your request has been sent").wait_for()
    assert page.locator(".etag-number").inner_text() == Verification.objects.get().spaced
    page.get_by_role("link", name="Check request status").click()
    page.get_by_label("Your mobile number").fill("03001112233")
    page.get_by_role("button", name="Find").click()
    page.get_by_text("Received. The complaint cell has not sent it to the record office yet.").wait_for()


def test_a_page_that_waits_for_the_photo_goes_on_by_itself(world, new_page, face):
    page = new_page()
    page.goto("/ur/verification/new/")
    fields = {
        "employer_name": "عائشہ", "employer_cnic": "35202-1234567-2", "employer_phone": "0300 1112233",
        "worker_name": "زبیدہ", "worker_cnic": "35201-7654321-4",
    }  # fmt: skip
    for name, value in fields.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_district").select_option("lahore")
    page.locator("#id_photo").set_input_files(face)
    page.locator("#id_agreed").check()
    page.get_by_role("button", name="درخواست بھیجیں").click()
    page.locator("[data-photo-wait]").wait_for()
    page.locator("#id_employer_name").focus()  # nothing is sent while somebody types
    assert violations(page) == []
    worker_photos.inspect_waiting_photos(at=now())
    page.locator("#id_employer_name").blur()
    page.locator(".etag-number").wait_for()
    assert page.locator(".etag-number").inner_text() == Verification.objects.get().spaced


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
    assert page.get_by_role("button", name="اس فون کی لوکیشن استعمال کریں").count() == 0
    page.get_by_label("ضلع", exact=True).select_option("lahore")
    page.get_by_role("button", name="دفاتر دکھائیں").click()
    page.get_by_text("تھانہ گلبرگ").wait_for()
