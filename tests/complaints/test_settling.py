"""Settling: an operator confirms whom a complaint is against, before time runs out and a superior gets it.

The people are in tests/world.py.
"""

import pytest

from accounts.rules.ranks import Rank
from complaints.models import ClockRun, Event, Exclusion, Naming, NarrowingRequest, RunningClock
from complaints.rules.actors import Citizen
from complaints.rules.clock import Clock
from complaints.rules.exclusion.stated_posts import StatedPost
from complaints.rules.refusals import Refusal
from complaints.services.exclusion.narrowing import end_narrowed_exclusions
from complaints.services.exclusion.settling import Correction, pass_up_unsettled, settle
from complaints.services.followup import PersonsConcernedAnswer, record_answer
from complaints.services.linking import merge_complaint
from ledger.service_exceptions import NotPermitted
from sla.models import Breach
from sla.services.sweeping import sweep
from tests.complaints.narrowings import approve_twice
from tests.complaints.refusing import refusal
from tests.complaints.test_accused_by_post import holder, refreshed, see
from tests.complaints.verifying import found
from tests.world import clock

NIGHT = "02:30"


def against_the_sho(world, category="misbehaviour", at="09:00", **answers):
    return world.complaint(category, at, station="gulberg", post="SHO", **answers)


def due_at(complaint):
    return (
        RunningClock.objects.filter(complaint=complaint, clock=Clock.SETTLING).values_list("due_at", flat=True).first()
    )


def settles(person, complaint, at="09:30", why="She told me at the counter.", **more):
    settle(complaint_id=complaint.pk, why=why, by=person.actor, at=clock(at), **more)
    return refreshed(complaint)


# --- the clock ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("category", "due"), [("misbehaviour", "06:30"), ("illegal_detention", "03:30"), ("custodial_torture", "03:30")]
)
def test_the_clock_runs_at_night_as_well(world, category, due):
    assert due_at(against_the_sho(world, category, NIGHT)) == clock(due)


def test_a_complaint_that_excludes_nobody_is_not_settled(world):
    assert due_at(world.complaint("property_crime", station="gulberg")) is None
    assert due_at(world.complaint("property_crime", station="gulberg", keep_from="no")) is None


@pytest.mark.parametrize("answer", ["yes", "unknown"])
def test_an_ordinary_complaint_is_settled_if_the_answer_was_not_no(world, answer):
    assert due_at(world.complaint("property_crime", station="gulberg", keep_from=answer)) == clock("13:00")


@pytest.mark.parametrize("officer", [{"rank": "IG"}, {"post": "PPO"}])
def test_a_complaint_that_nobody_in_the_police_may_see_is_settled_by_nobody_and_no_clock_runs(world, officer):
    assert due_at(world.complaint("misbehaviour", station="gulberg", **officer)) is None
    later = world.complaint("property_crime", station="gulberg", by="bashir")
    answer = PersonsConcernedAnswer(words="", officer=officer)
    record_answer(complaint_id=later.pk, answer=answer, by=Citizen(later.complainant_id), at=clock("10:00"))
    assert due_at(later) is None
    sweep(at=clock("+1d 09:00"))
    assert not Breach.objects.filter(clock=Clock.SETTLING).exists()
    assert found() == []


@pytest.mark.slow
def test_a_later_answer_that_excludes_somebody_starts_the_clock(world):
    complaint = world.complaint("property_crime", station="gulberg")
    answer = PersonsConcernedAnswer(words="", officer={"post": "SHO"})
    record_answer(complaint_id=complaint.pk, answer=answer, by=Citizen(complaint.complainant_id), at=clock("10:00"))
    assert due_at(complaint) == clock("14:00")
    assert found() == []


def test_a_complaint_that_another_one_is_merged_into_is_settled_for_its_exclusions(world):
    earlier = world.complaint("property_crime", "09:00", station="gulberg")
    later = world.complaint("property_crime", "10:00", station="gulberg", post="SHO")
    merge_complaint(later, typed_etag=earlier.etag, by=world.salma.actor, at=clock("11:00"), words="The same theft.")
    assert (due_at(earlier), due_at(later)) == (clock("15:00"), None)
    assert found() == []


def test_the_clock_ends_with_the_complaint(world):
    complaint = against_the_sho(world)
    world.usman.does("reject", complaint, "10:00")
    assert due_at(complaint) is None
    assert pass_up_unsettled(at=clock("+1d 09:00")) == 0
    assert found() == []


def test_a_late_cell_is_the_head_of_the_cells_delay(world):
    complaint = against_the_sho(world)
    sweep(at=clock("13:01"))
    assert Breach.objects.get(complaint=complaint, clock=Clock.SETTLING).posting.office.code == "lahore"


# --- settling -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_operator_confirms_the_post_as_it_was_told(world):
    complaint = settles(world.salma, against_the_sho(world))
    derived = Exclusion.objects.current().filter(complaint=complaint).exclude(ground="place")
    assert set(derived.values_list("confirmed_by", "confirmed_at")) == {(world.salma.posting.pk, clock("09:30"))}
    run = ClockRun.objects.get(complaint=complaint, clock=Clock.SETTLING)
    assert (run.ended_at, run.why) == (clock("09:30"), "done")
    assert not see(world, complaint) & {"kamran", "latif"}
    assert found() == []


@pytest.mark.slow
def test_the_operator_names_an_officer_who_held_the_post(world):
    complaint = settles(world.salma, against_the_sho(world), officer_ids=[world.kamran.officer.pk])
    naming = Naming.objects.get(complaint=complaint)
    assert (naming.officer, naming.source) == (world.kamran.officer, "citizen")
    assert Exclusion.objects.get(naming=naming).lapses_at is None
    assert "kamran" not in Event.objects.get(complaint=complaint, kind="officer_named").body.lower()
    assert found() == []


@pytest.mark.parametrize("who", ["kamran", "dania", "usman", "zara", "sana"])
def test_nobody_but_an_operator_of_its_cells_settles_it(world, who):
    complaint = against_the_sho(world)
    with pytest.raises(NotPermitted):
        settles(world.people[who], complaint)


def test_an_operator_within_the_line_does_not_settle_it(world):
    complaint = world.complaint("misbehaviour", station="gulberg", post="DPO")
    with pytest.raises(NotPermitted):
        settles(world.salma, complaint)
    settles(world.nadia, complaint)
    assert due_at(complaint) is None


def test_it_is_settled_once(world):
    complaint = settles(world.salma, against_the_sho(world))
    assert refusal(settles, world.nadia, complaint, "09:40") is Refusal.ALREADY_DONE


def test_settling_needs_a_reason_and_officers_who_exist(world):
    complaint = against_the_sho(world)
    assert refusal(settles, world.salma, complaint, why=" ") is Refusal.WORDS_MISSING
    assert refusal(settles, world.salma, complaint, officer_ids=[10**9]) is Refusal.NO_SUCH_OFFICER
    assert due_at(complaint) is not None


# --- correcting ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_wider_correction_acts_at_once_and_moves_the_complaint(world):
    complaint = against_the_sho(world)
    correction = Correction(place=world.office("gulberg"), rank=Rank.DSP)
    complaint = settles(world.salma, complaint, correction=correction)
    assert not see(world, complaint) & {"dania", "bilal", "hina", "kamran", "latif"}
    assert complaint.office.code == "region_lahore"
    assert not NarrowingRequest.objects.exists()
    assert found() == []


@pytest.mark.slow
def test_a_narrower_correction_opens_nothing_and_becomes_a_request(world):
    complaint = world.complaint("misbehaviour", station="gulberg", post="SDPO")
    before = see(world, complaint)
    correction = Correction(place=world.office("gulberg"), post=StatedPost.SHO)
    complaint = settles(world.nadia, complaint, correction=correction)
    assert see(world, complaint) == before
    request = NarrowingRequest.objects.get(complaint=complaint)
    circle = Exclusion.objects.current().get(complaint=complaint, office=world.office("gulberg_circle"))
    assert circle.pk in request.exclusion_ids
    assert request.first_approver == world.nadia.posting  # her own request is the first of two approvals
    assert due_at(complaint) is None
    assert found() == []


@pytest.mark.slow
def test_an_unknown_rank_is_settled_outside_the_district_and_opened_by_two(world):
    complaint = world.complaint("misbehaviour", station="gulberg", keep_from="yes")
    unknown = Exclusion.objects.filter(complaint=complaint, ground="unknown_rank", office__isnull=False)
    assert unknown.get().office.code == "lahore"
    with pytest.raises(NotPermitted):
        settles(world.salma, complaint)
    before = see(world, complaint)
    correction = Correction(place=world.office("gulberg"), rank=Rank.SI)
    complaint = settles(world.nadia, complaint, correction=correction)
    assert see(world, complaint) == before
    approve_twice(world, NarrowingRequest.objects.get(complaint=complaint), at="10:00")
    end_narrowed_exclusions(at=clock("+1d 10:00"))
    current = Exclusion.objects.current().filter(complaint=complaint, office__isnull=False)
    assert set(current.values_list("office__code", flat=True)) == {"gulberg"}
    world.nadia.marks(refreshed(complaint), to=world.dania, at="+1d 10:01")
    assert not see(world, complaint, "+1d 10:02") & {"kamran", "latif"}
    assert found() == []


# --- nobody settles -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_when_time_runs_out_the_first_eligible_superior_gets_it_and_the_exclusion_stays(world):
    complaint = against_the_sho(world)
    assert pass_up_unsettled(at=clock("12:59")) == 0
    assert pass_up_unsettled(at=clock("13:00")) == 1
    assert pass_up_unsettled(at=clock("13:01")) == 0
    complaint = refreshed(complaint)
    assert (holder(complaint), complaint.status) == ("usman", "marked")
    assert not see(world, complaint) & {"kamran", "latif"}
    assert ClockRun.objects.get(complaint=complaint, clock=Clock.SETTLING).why == "ran_out"
    assert refusal(settles, world.salma, complaint, "13:10") is Refusal.ALREADY_DONE
    assert found() == []


def test_the_superior_is_never_within_the_line(world):
    complaint = world.complaint("misbehaviour", station="gulberg", post="DPO")
    pass_up_unsettled(at=clock("13:00"))
    assert holder(refreshed(complaint)) == "imran"


def test_who_has_it_already_keeps_it_when_time_runs_out(world):
    complaint = against_the_sho(world, "illegal_detention")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    assert pass_up_unsettled(at=clock("10:00")) == 1
    complaint = refreshed(complaint)
    assert (holder(complaint), complaint.status) == ("dania", "marked")
    assert Event.objects.filter(complaint=complaint, kind="leave_unsettled").count() == 1
    assert found() == []
