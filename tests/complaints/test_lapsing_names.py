"""Names beyond place and post lapse after 72 hours unless an operator of the CPO confirms them.

Otherwise anybody could remove an honest office from a complaint with a name.
"""

import pytest

from complaints.models import Event, Exclusion, Naming
from complaints.rules.refusals import Refusal
from complaints.services.exclusion.lapse import confirm_name, end_lapsed_names
from complaints.services.exclusion.officer_naming import name_officer
from ledger.service_exceptions import NotPermitted, Refused
from tests.complaints.narrowings import tahira
from tests.complaints.refusing import refusal
from tests.complaints.test_accused_by_post import holder, refreshed, see
from tests.complaints.verifying import found
from tests.world import clock

DIVISION = {"farah", "dania", "bilal", "hina", "kamran", "latif"}


def names(person, complaint, whom, at="10:00") -> Exclusion:
    naming = name_officer(
        complaint_id=complaint.pk, officer_id=whom.officer.pk, why="So it is said.", by=person.actor, at=clock(at)
    )
    return Exclusion.objects.get(naming=naming)


def ended_names(at: str) -> int:
    return end_lapsed_names(at=clock(at))


@pytest.mark.slow
def test_a_name_that_the_holder_adds_lapses_after_three_days_exactly_once(world):
    complaint = world.complaint(station="gulberg")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    before = see(world, complaint)
    exclusion = names(world.bilal, complaint, world.farah)
    assert exclusion.lapses_at == clock("+3d 10:00")
    assert not see(world, complaint) & DIVISION
    assert ended_names("+3d 09:59") == 0
    with pytest.raises(Refused):
        world.usman.does("re_mark", refreshed(complaint), "+3d 09:59", to=world.bilal)
    assert [ended_names("+3d 10:00"), ended_names("+3d 10:05")] == [1, 0]
    world.usman.does("re_mark", complaint, "+3d 10:06", to=world.bilal)
    assert see(world, complaint, "+3d 10:07") == before
    event = Event.objects.get(complaint=complaint, kind="name_lapsed")
    assert "farah" not in event.body.lower()
    assert not hasattr(event, "words")
    assert found() == []


def test_the_complaint_becomes_visible_only_to_those_whom_no_other_exclusion_covers(world):
    complaint = world.complaint("misbehaviour", station="gulberg", post="SHO")
    names(world.salma, complaint, world.farah)
    ended_names("+3d 10:00")
    world.salma.marks(refreshed(complaint), to=world.dania, at="+3d 10:01")
    visible = see(world, complaint, "+3d 10:02")
    assert {"farah", "dania", "bilal"} <= visible
    assert not visible & {"kamran", "latif"}


def test_the_record_of_who_was_named_stays(world):
    complaint = world.complaint(station="gulberg")
    names(world.salma, complaint, world.farah)
    ended_names("+3d 10:00")
    assert Naming.objects.get(complaint=complaint).taken_back_at is None


@pytest.mark.parametrize("who", ["nadia", "zara"])
def test_a_name_that_the_cpo_gives_stays(world, who):
    complaint = world.complaint(station="gulberg")
    assert names(world.people[who], complaint, world.farah).lapses_at is None


def test_a_name_within_the_place_and_post_that_were_told_stays(world):
    complaint = world.complaint("misbehaviour", station="gulberg", post="SHO")
    assert names(world.salma, complaint, world.latif).lapses_at is None


@pytest.mark.slow
def test_an_operator_of_the_cpo_confirms_a_name_once(world):
    complaint = world.complaint(station="gulberg")
    exclusion = names(world.salma, complaint, world.farah)
    for nobody in ("salma", "zara", "imran", "usman"):
        with pytest.raises(NotPermitted):
            confirm_name(exclusion_id=exclusion.pk, by=world.people[nobody].actor, at=clock("11:00"))
    confirm_name(exclusion_id=exclusion.pk, by=world.nadia.actor, at=clock("11:00"))
    assert ended_names("+4d 10:00") == 0
    assert not see(world, complaint, "+4d 10:01") & DIVISION
    again = refusal(confirm_name, exclusion_id=exclusion.pk, by=tahira(world).actor, at=clock("11:05"))
    assert again is Refusal.ALREADY_DONE
    assert found() == []


@pytest.mark.slow
def test_a_name_confirmed_after_it_lapsed_counts_again_at_once(world):
    complaint = world.complaint(station="gulberg")
    exclusion = names(world.salma, complaint, world.farah)
    ended_names("+3d 10:00")
    world.salma.marks(complaint, to=world.farah, at="+3d 11:00")
    confirm_name(exclusion_id=exclusion.pk, by=world.nadia.actor, at=clock("+3d 12:00"))
    assert not see(world, complaint, "+3d 12:01") & DIVISION
    assert holder(refreshed(complaint)) not in DIVISION
    assert found() == []
