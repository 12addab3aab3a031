"""After forwarding a complaint, the operator learns who has it now, and returns to the queue."""

import re

from accounts.rules.roles import Role
from tests.desk.conftest import DESK, etags
from tests.factories import PostingFactory

BANNER = re.compile(r"forwarded: ([^<]*)\.")


def forwarded(sitting, complaint, at, **typed):
    """Return the page after forwarding, and its message."""
    answer = sitting.posts(complaint, "forward", at, words="It happened there.", **typed)
    assert (answer.status_code, answer.headers["Location"]) == (302, DESK)
    page = sitting.get(DESK, at)
    return page, BANNER.findall(page.content.decode())


def test_the_operator_is_back_at_the_queue_which_names_the_other_cell(world, seat):
    complaint, other = world.complaint(at="09:00"), world.complaint(at="09:01")
    page, said = forwarded(seat(world.salma), complaint, "09:10", to=world.office("multan").pk)
    assert page.status_code == 200
    assert said == ["Complaint cell, Multan"]
    assert etags(page) == [other.etag]


def test_the_third_time_the_banner_names_the_cpo_that_decides_and_not_who_was_chosen_before(world, seat):
    complaint = world.complaint(at="09:00")
    world.salma.does("forward", complaint, "09:10", to_id=world.office("multan").pk)
    world.sana.does("forward", complaint, "09:20", to_id=world.office("lahore").pk)
    _, said = forwarded(seat(world.salma), complaint, "09:30")
    assert said == ["Complaint cell, Central Police Office"]


def test_a_move_that_takes_the_complaint_out_of_sight_leads_to_the_queue_too(world, seat):
    """Salma is also posted at the station: once the complaint is about that station's police, she may not see it."""
    PostingFactory(officer=world.salma.officer, office=world.office("gulberg"), role=Role.CLERK)
    complaint, salma = world.complaint(at="09:00", station="gulberg"), seat(world.salma)
    answer = salma.posts(complaint, "recategorise", "09:10", category="bribe_demand", words="They asked for money.")
    assert answer.headers["Location"] == DESK
    assert "You can no longer open this complaint" in salma.get(DESK, "09:11").content.decode()
