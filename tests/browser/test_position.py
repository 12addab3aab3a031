"""A phone's position: read only when somebody asks for it, sent only when the page is saved."""

import pytest

from complaints.models import Complaint
from tests.browser.samples import Samples
from tests.world import build

pytestmark = pytest.mark.slow

LIBERTY = {"latitude": 31.520370, "longitude": 74.358749, "accuracy": 12}
LONDON = {"latitude": 51.507400, "longitude": -0.127800, "accuracy": 30}
TAKE = "I am there: use my location"


@pytest.fixture
def asked(own_database):
    """A complaint that a complainant has opened: the samples, and its E-tag."""
    samples = Samples(build())
    return samples, samples.asked


def at_the_place(new_page, portal, asked, **options):
    samples, complaint = asked
    page = new_page(**options)
    page.context.add_cookies([{"name": "sessionid", "value": samples.session("complainant"), "url": f"{portal.url}/"}])
    page.goto(f"/track/{complaint.etag}/more/place/")
    return page


def kept(complaint: Complaint) -> str:
    return Complaint.objects.unscoped("test").select_related("statement").get(pk=complaint.pk).statement.position


def test_a_position_is_taken_and_can_be_left_out_again(new_page, portal, asked):
    page = at_the_place(new_page, portal, asked, geolocation=LIBERTY, permissions=["geolocation"])
    page.get_by_role("button", name=TAKE).click()
    page.get_by_text("Location found. It is sent when you save. Accuracy in metres:").wait_for()
    page.get_by_role("button", name="Remove location").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("You did not add anything new.").wait_for()
    assert kept(asked[1]) == ""
    page.goto(f"/track/{asked[1].etag}/more/place/")
    page.get_by_role("button", name=TAKE).click()
    page.get_by_text("Location found. It is sent when you save. Accuracy in metres:").wait_for()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    assert kept(asked[1]) == "31.52037,74.35875,12"


def test_a_position_abroad_is_refused_in_words_and_the_rest_stays(new_page, portal, asked):
    page = at_the_place(new_page, portal, asked, geolocation=LONDON, permissions=["geolocation"])
    page.get_by_label("Place or landmark").fill("Behind the bank")
    page.get_by_role("button", name=TAKE).click()
    page.get_by_text("Location found. It is sent when you save. Accuracy in metres:").wait_for()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("This location is outside Pakistan").first.wait_for()
    assert page.get_by_label("Place or landmark").input_value() == "Behind the bank"


def test_where_the_phone_does_not_tell_the_page_says_so(new_page, portal, asked):
    page = at_the_place(new_page, portal, asked)
    page.get_by_role("button", name=TAKE).click()
    page.get_by_text("Your phone did not share its location.").wait_for()


def test_without_a_script_nobody_is_offered_what_cannot_work(new_page, portal, asked):
    page = at_the_place(new_page, portal, asked, javascript=False)
    assert not page.get_by_role("button", name=TAKE).is_visible()
    page.get_by_label("Place or landmark").fill("Behind the bank")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
