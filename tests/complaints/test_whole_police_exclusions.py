"""No officer alone puts a complaint out of everybody's reach for good; the complainant can.

Imran heads the police. An exclusion of him, or of the Central Police Office, hides the complaint from everybody.
"""

import pytest

from accounts.rules.ranks import Rank
from complaints.models import Event, Exclusion
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.exclusion.conflict_exclusion import is_sealed_from_police
from complaints.rules.exclusion.stated_posts import StatedPost
from complaints.rules.refusals import Refusal
from complaints.services.automatic_moves import mark_unmarked_complaints
from complaints.services.exclusion.lapse import confirm_name, end_lapsed_names
from complaints.services.exclusion.officer_naming import name_officer
from complaints.services.exclusion.settling import Correction, settle
from complaints.services.followup import PersonsConcernedAnswer, record_answer
from tests.complaints.narrowings import tahira
from tests.complaints.refusing import refusal
from tests.complaints.test_accused_by_post import holder, refreshed, see
from tests.complaints.verifying import found
from tests.world import clock

CPO = {"imran", "nadia", "zara", "asad"}
AGAINST_THE_HEAD = [{"rank": Rank.IG}, {"post": StatedPost.PPO}, {"rank": Rank.IG, "post": StatedPost.PPO}]


def names_the_head(world, complaint, by, at="10:00") -> Exclusion:
    naming = name_officer(
        complaint_id=complaint.pk, officer_id=world.imran.officer.pk, why="So it is said.", by=by.actor, at=clock(at),
        from_description=True,
    )  # fmt: skip
    return Exclusion.objects.get(naming=naming)


def settles(world, complaint, by, at="10:00", **correction):
    settle(
        complaint_id=complaint.pk, why="So it is said.", by=by.actor, at=clock(at),
        correction=Correction(place=world.office("gulberg"), **correction),
    )  # fmt: skip


def answers(complaint, by, at, officer):
    answer = PersonsConcernedAnswer(words="", officer=officer)
    record_answer(complaint_id=complaint.pk, answer=answer, by=by, at=clock(at))


def ended(at: str) -> int:
    return end_lapsed_names(at=clock(at))


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("who", ["salma", "bilal", "nadia", "zara"])
def test_whoever_names_the_head_of_the_police_it_lapses_after_three_days(world, who):
    complaint = world.complaint(station="gulberg")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    names_the_head(world, complaint, world.people[who])
    assert see(world, complaint) == set()
    assert ended("+3d 09:59") == 0
    assert see(world, complaint, "+3d 09:59") == set()
    assert [ended("+3d 10:00"), ended("+3d 10:05")] == [1, 0]
    assert see(world, complaint, "+3d 10:06") == CPO
    world.imran.does("re_mark", refreshed(complaint), "+3d 10:07", to=world.bilal)
    assert "bilal" in see(world, complaint, "+3d 10:08")
    assert found() == []


def test_an_unmarked_one_is_marked_automatically_after_the_lapse(world):
    complaint = world.complaint(station="gulberg")
    names_the_head(world, complaint, world.nadia)
    mark_unmarked_complaints(at=clock("+2d 10:00"))
    assert refreshed(complaint).holder is None
    ended("+3d 10:00")
    mark_unmarked_complaints(at=clock("+3d 10:01"))
    assert refreshed(complaint).holder is not None
    assert holder(complaint) != "imran"


def test_nobody_confirms_the_name_of_the_head_not_even_after_it_lapsed(world):
    complaint = world.complaint(station="gulberg")
    exclusion = names_the_head(world, complaint, world.salma)
    ended("+3d 10:00")
    confirm = {"exclusion_id": exclusion.pk, "by": tahira(world).actor, "at": clock("+3d 11:00")}
    assert refusal(confirm_name, **confirm) is Refusal.ALREADY_DONE
    naming_again = refusal(names_the_head, world, complaint, world.nadia, "+3d 11:00")
    assert naming_again is Refusal.ALREADY_DONE
    assert see(world, complaint, "+3d 11:01") >= CPO


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("correction", AGAINST_THE_HEAD)
@pytest.mark.parametrize("who", ["salma", "nadia"])
def test_settling_against_the_head_of_the_police_lapses_and_what_was_told_stays(world, who, correction):
    complaint = world.complaint("misbehaviour", station="gulberg", post="SHO")
    settles(world, complaint, world.people[who], **correction)
    assert see(world, complaint) == set()
    assert ended("+3d 10:00") == 2  # the Central Police Office, and its head
    assert see(world, complaint, "+3d 10:01") >= CPO
    mark_unmarked_complaints(at=clock("+3d 10:02"))
    assert refreshed(complaint).holder is not None
    assert not see(world, complaint, "+3d 10:03") & {"kamran", "latif"}
    event = Event.objects.get(complaint=complaint, kind="name_lapsed")
    assert "imran" not in event.body.lower()
    assert found() == []


def test_settling_against_a_region_does_not_lapse(world):
    """Only what keeps everybody out lapses: the Central Police Office sees the rest and can correct it."""
    complaint = world.complaint("misbehaviour", station="gulberg", post="SHO")
    settles(world, complaint, world.salma, rank=Rank.ADDL_IG)
    assert ended("+9d 10:00") == 0
    assert see(world, complaint, "+9d 10:01") == CPO


@pytest.mark.slow
@pytest.mark.parametrize("officer", [{"rank": "IG"}, {"post": "PPO"}])
def test_what_an_operator_answers_for_the_complainant_lapses_once_and_for_all(world, officer):
    complaint = world.complaint(station="gulberg")
    answers(complaint, world.salma.actor, "10:00", officer)
    assert see(world, complaint) == set()
    assert ended("+3d 10:00") == 2
    assert see(world, complaint, "+3d 10:01") >= CPO
    answers(complaint, world.nadia.actor, "+3d 11:00", officer | {"more": "tall"})
    assert see(world, complaint, "+3d 11:01") >= CPO
    assert found() == []


@pytest.mark.slow
def test_what_somebody_with_an_officer_issued_key_answers_lapses_too(world):
    complaint = world.complaint(station="gulberg")
    by = Citizen(complaint.complainant_id, OpenedBy.OFFICERS_KEY)
    answers(complaint, by, "10:00", {"rank": "IG"})
    assert see(world, complaint) == set()
    ended("+3d 10:00")
    assert see(world, complaint, "+3d 10:01") >= CPO


@pytest.mark.parametrize("officer", [{"rank": "IG"}, {"post": "PPO"}])
@pytest.mark.parametrize("is_later", [False, True])
def test_what_the_complainant_states_stays(world, officer, is_later):
    complaint = world.complaint(station="gulberg", **({} if is_later else officer))
    if is_later:
        answers(complaint, Citizen(complaint.complainant_id), "10:00", officer)
    assert ended("+9d 10:00") == 0
    assert see(world, complaint, "+9d 10:01") == set()
    assert is_sealed_from_police(conflict_exclusion_of(complaint, at=clock("+9d 10:01")))


def test_the_complainant_repeats_what_lapsed_and_it_stays(world):
    complaint = world.complaint(station="gulberg")
    answers(complaint, world.salma.actor, "10:00", {"rank": "IG"})
    ended("+3d 10:00")
    answers(complaint, Citizen(complaint.complainant_id), "+3d 11:00", {"rank": "IG", "more": "He it was."})
    assert ended("+9d 10:00") == 0
    assert see(world, complaint, "+9d 10:01") == set()
