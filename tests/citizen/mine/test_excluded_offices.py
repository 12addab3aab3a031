"""The offices that cannot open the complaint: behind the key, and on no paper and no page of the duress word."""

import pytest

from complaints.models import Complaint
from sla.services.sweeping import sweep
from tests.citizen.keys.cast import DURESS, SECRET, set_words
from tests.citizen.mine.conftest import told
from tests.citizen.mine.test_petition import address, text_of
from tests.legal_forms import review_forms
from tests.world import World, clock

HEADING = "These offices cannot open your complaint:"
ELSEWHERE = {"keep_from": "yes", "post": "SHO", "officer_station": "garden_town"}
"""A station that nothing but the list names."""


@pytest.fixture
def complaint(world: World) -> Complaint:
    """A complaint whose complainant was not contacted within the eight hours. Another station's SHO is excluded."""
    complaint = world.complaint("financial_crime", station="gulberg", **ELSEWHERE)
    world.salma.marks(complaint, to=world.dania, at="10:00")
    sweep(at=clock("17:30"))
    return complaint


def test_behind_the_key_the_list_is_there(complaint, ayesha):
    page = told(ayesha.opens(complaint, "18:00"))
    assert page.index(HEADING) < page.index("Garden Town Police Station")
    assert "Only you see this list." in page


def test_without_the_key_it_is_not(complaint, bashir):
    for path in (f"/track/{complaint.etag}/", f"/track/{complaint.etag}/mine/"):
        answer = bashir.client.get(path, follow=True)
        assert "Garden Town" not in told(answer)


def test_the_petition_does_not_list_it(world, complaint, ayesha):
    review_forms(world)
    ayesha.opens(complaint, "18:00")
    petition = text_of(ayesha.get(address(complaint), "18:01"))
    assert "Garden Town" not in petition
    assert "cannot open" not in petition


def test_the_page_of_the_duress_word_does_not_list_it(complaint, ayesha):
    set_words(complaint, duress=DURESS)
    for word, is_listed in ((SECRET, True), (DURESS, False)):
        ayesha.client.cookies.clear()
        ayesha.posts(f"/track/{complaint.etag}/key/", "18:00", key=word)
        page = told(ayesha.get(f"/track/{complaint.etag}/mine/", "18:01"))
        assert "My complaint" in page
        assert ("Garden Town" in page, HEADING in page) == (is_listed, is_listed)
