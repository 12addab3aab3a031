"""A link to a complaint that is visible under another posting leads to the choice of postings, and not to 404."""

from urllib.parse import urlencode

import pytest

from complaints.services.exclusion import officer_naming
from tests.desk.conftest import address
from tests.desk.test_in_a_heads_place import reported, yasmin  # noqa: F401 (a fixture)
from tests.world import clock


def test_a_link_opened_outside_the_seat_leads_to_it(world, seat):
    """An acting officer opens the link of a message to the head under their own posting."""
    complaint, desk = reported(world), seat(world.yasmin)
    answer = desk.opens(complaint, "12:10")
    assert answer.status_code == 302
    assert answer.url == f"/desk/posting/?{urlencode({'next': address(complaint)})}"
    assert (
        "You can open this complaint under another of these postings." in desk.get(answer.url, "12:11").content.decode()
    )
    chosen = desk.sends("/desk/posting/", "12:12", posting=world.dania.posting.pk, next=address(complaint))
    assert chosen.url == address(complaint)
    assert desk.opens(complaint, "12:13").status_code == 200


@pytest.mark.slow
def test_it_leads_nobody_past_the_firewall(world, seat):
    complaint, desk = reported(world), seat(world.yasmin)
    named = {
        "officer_id": world.dania.officer.pk,
        "why": "Her name is in it.",
        "by": world.salma.actor,
        "at": clock("12:05"),
    }
    officer_naming.name_officer(complaint_id=complaint.pk, **named)
    assert desk.opens(complaint, "12:10").status_code == 404
