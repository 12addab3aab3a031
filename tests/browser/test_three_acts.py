"""The clicks and keys of a day at the desk (docs/a-day-at-the-desk.md): no more than that page states."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from complaints.models import Complaint, Event
from tests.browser import three_acts
from tests.browser.hands import Hands
from tests.signing_in import sign_in
from tests.world import build

pytestmark = pytest.mark.slow

COSTS = {"with_the_mouse": [(4, 0, 1), (3, 0, 2), (4, 0, 2)], "by_keyboard": [(0, 4, 1), (0, 5, 2), (0, 8, 2)]}
"""Clicks, keys and pages for marking ten complaints to a chosen officer, answering one, and reporting on one."""
AS_PROPOSED = {"with_the_mouse": (2, 0, 1), "by_keyboard": (0, 3, 1)}
"""The same for marking ten complaints to the proposed officers."""


@pytest.fixture
def world(own_database):
    return build()


@pytest.fixture
def sits(portal, new_page):
    """`sits(person)`: their hands at the queue with which their desk opens."""

    def sit(person) -> Hands:
        page = new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        session = sign_in(Client(), person.officer).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": portal.url}])
        page.goto("/desk/")
        return Hands(page)

    return sit


@pytest.mark.parametrize("how", COSTS)
def test_ten_are_marked_answered_and_reported(world, sits, how):
    start = now() - timedelta(hours=3)
    ten = [world.complaint("financial_crime", start + timedelta(minutes=n)) for n in range(10)]

    hands = sits(world.salma)
    getattr(three_acts, f"marks_{how}")(hands, "Bilal")
    marking = hands.counted()
    assert {one.holder_id for one in Complaint.objects.unscoped("test")} == {world.bilal.posting.pk}

    for complaint in ten:
        complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
        world.bilal.records_contact(complaint, now())
        world.ayesha.says("in_person", complaint, now())
    first = ten[0]  # the most urgent
    hands = sits(world.bilal)
    getattr(three_acts, f"answers_{how}")(hands)
    answering = hands.counted()
    assert Event.objects.get(complaint=first, kind="tell_citizen").words.text == three_acts.MESSAGE

    hands = sits(world.bilal)
    getattr(three_acts, f"reports_{how}")(hands)
    reporting = hands.counted()
    assert Complaint.objects.unscoped("test").get(pk=first.pk).status == "reported"

    told = [(one["clicks"], one["keys"], one["pages"]) for one in (marking, answering, reporting)]
    assert told == COSTS[how]
    hands.page.wait_for_load_state("networkidle")  # a request in flight would hold the database that is dropped next


@pytest.mark.parametrize("how", AS_PROPOSED)
def test_ten_are_marked_as_proposed_and_the_marking_is_undone_with_one_more_step(world, sits, how):
    start = now() - timedelta(hours=3)
    for n in range(10):
        world.complaint("financial_crime", start + timedelta(minutes=n), station="gulberg")
    hands = sits(world.salma)
    getattr(three_acts, f"marks_{how}")(hands)
    counted = hands.counted()
    assert (counted["clicks"], counted["keys"], counted["pages"]) == AS_PROPOSED[how]
    marked = Complaint.objects.unscoped("test").values_list("holder", flat=True)
    of_station = [world.kamran.posting.pk, world.latif.posting.pk]
    assert sorted(marked) == sorted(of_station * 5)
    with hands.page.expect_navigation():
        if how == "by_keyboard":
            hands.page.keyboard.press("u")
        else:
            hands.page.locator("[data-key=undo]").click()
    assert hands.page.get_by_text("10 markings are undone.").is_visible()
    assert set(Complaint.objects.unscoped("test").values_list("holder", flat=True)) == {None}
    hands.page.wait_for_load_state("networkidle")
