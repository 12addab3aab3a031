"""A walk-in without a phone at the counter: registered, read back and given a key, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from complaints.models import Complaint
from tests.browser.keyboard import Keyboard
from tests.browser.samples import Samples
from tests.citizen.keys.cast import PRINTED_KEY
from tests.world import build

pytestmark = pytest.mark.slow

# The narrowest answer, as a share of the list of questions and answers.
ROOM_FOR_ANSWERS = """() => Math.min(...[...document.querySelectorAll('.intake-rows dd')].map(
  answer => answer.offsetWidth / answer.parentElement.offsetWidth))"""


def test_a_walk_in_without_a_phone_goes_home_with_a_number_and_a_key(portal, new_page):
    samples = Samples.__new__(Samples)
    samples.world = build()
    page = new_page()
    page.context.add_cookies([{"name": "sessionid", "value": samples.session("salma"), "url": f"{portal.url}/"}])
    page.goto("/desk/")
    keys = Keyboard(page)
    keys.presses('a[href="/desk/intake/"]')
    page.wait_for_url("**/desk/intake/")
    keys.writes("#id_kind", "chori")
    keys.writes("#id_text", "رات کو دو آدمی میری بھینس لے گئے۔")
    keys.presses('input[name="keep_from"]', "Space")  # no officer must be excluded
    keys.presses('input[name="reach"]', "ArrowDown")  # by e-mail
    page.keyboard.press("ArrowDown")  # no phone: with a printed key
    keys.writes("#id_name", "بشیراں بی بی")
    keys.presses(".intake-on button")
    expect(page.locator(".error-summary")).to_be_focused()  # several kinds have this name
    keys.presses('input[name="kind_chosen"]', "Space")
    keys.presses(".intake-on button")
    expect(page.locator("h1")).to_contain_text("Read every line of this aloud to them")
    expect(page.locator("section[lang]")).to_contain_text("میری بھینس")
    for width in (390, 1280):  # what is read aloud has more room than the longest of the questions
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(ROOM_FOR_ANSWERS) >= 0.5
    keys.presses('input[name="agreed"]', "Space")
    keys.presses("main form button[type=submit]")
    expect(page.locator("h1")).to_have_text("Registered")
    complaint = Complaint.objects.unscoped("test").get()
    expect(page.locator("main")).to_contain_text(complaint.spaced_etag)
    keys.presses('button[name="hand"]')
    expect(page.locator(".new-key")).to_have_text(PRINTED_KEY)
    with page.expect_download() as download:
        keys.presses('button[name="paper"]')
    assert download.value.suggested_filename == f"E-tag-{complaint.etag}.pdf"
    assert (complaint.channel, complaint.complainant.phone) == ("counter", "")
