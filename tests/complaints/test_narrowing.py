"""Ending an exclusion: two operators of the CPO outside the line, then a day in which the complainant may object."""

import pytest
from django.db import IntegrityError, transaction

from accounts.rules.roles import Role
from accounts.services.postings import end_posting
from complaints.models import Event, Exclusion, NarrowingRequest
from complaints.rules.actors import Citizen
from complaints.rules.refusals import Refusal
from complaints.services.exclusion import narrowing
from complaints.services.exclusion.officer_naming import name_officer, withdraw_naming
from ledger.service_exceptions import NotPermitted, Refused
from notifications.models import Message
from tests.complaints.narrowings import approve_twice, tahira, withdraw_name
from tests.complaints.refusing import refusal
from tests.complaints.test_accused_by_post import see
from tests.complaints.verifying import found
from tests.factories import PostingFactory
from tests.world import Person, clock

WHY = "It was another station."


def against_the_circle(world):
    tahira(world)
    return world.complaint("misbehaviour", station="gulberg", post="SDPO")


def circle(world, complaint) -> Exclusion:
    return Exclusion.objects.get(complaint=complaint, office=world.office("gulberg_circle"))


def asks(world, complaint, *, by=None, at="10:00") -> NarrowingRequest:
    return narrowing.request_narrowing(
        complaint_id=complaint.pk,
        exclusion_ids=[
            row.pk for row in Exclusion.objects.current().filter(complaint=complaint).exclude(ground="place")
        ],
        why=WHY,
        by=(by or world.zara).actor,
        at=clock(at),
    )


def objects(complaint, at="11:30"):
    citizen = Citizen(complaint.complainant_id)
    return narrowing.object_to_narrowing(complaint_id=complaint.pk, by=citizen, at=clock(at))


def told(complaint, template) -> int:
    return Message.objects.filter(recipient=f"complainant:{complaint.complainant_id}", template=template).count()


@pytest.mark.slow
def test_two_operators_and_a_day_open_it_and_no_step_less(world):
    complaint = against_the_circle(world)
    before, request = see(world, complaint), asks(world, complaint)
    assert see(world, complaint) == before
    request = narrowing.approve_narrowing(request_id=request.pk, by=world.nadia.actor, at=clock("10:30"))
    assert see(world, complaint) == before
    assert told(complaint, "narrowing_announced") == 0
    narrowing.approve_narrowing(request_id=request.pk, by=tahira(world).actor, at=clock("11:00"))
    assert told(complaint, "narrowing_announced") == 1
    assert narrowing.end_narrowed_exclusions(at=clock("+1d 10:59")) == 0
    assert see(world, complaint, "+1d 10:59") == before
    with pytest.raises(Refused):
        world.nadia.marks(complaint, to=world.dania, at="+1d 10:59")
    ends = [narrowing.end_narrowed_exclusions(at=clock(at)) for at in ("+1d 11:00", "+1d 11:05")]
    assert ends == [1, 0]
    assert circle(world, complaint).ended_why == "narrowed"
    assert Event.objects.filter(complaint=complaint, kind="exclusion_ended").count() == 1
    world.nadia.marks(complaint, to=world.dania, at="+1d 11:06")
    visible = see(world, complaint, "+1d 11:07")
    assert {"dania", "bilal"} <= visible
    assert not visible & {"kamran", "latif"}  # a conduct complaint stays hidden from its station
    assert found() == []


def test_nobody_approves_twice_under_any_posting(world):
    complaint = against_the_circle(world)
    request = asks(world, complaint, by=world.nadia)  # her request is her approval
    end_posting(posting=world.nadia.posting, by=None, at=clock("10:10"))
    other_posting = PostingFactory(
        officer=world.nadia.officer,
        office=world.office("punjab"),
        role=Role.COMPLAINT_OPERATOR,
        starts_at=clock("10:10"),
    )
    for again in (world.nadia, Person("nadia", other_posting)):
        with pytest.raises(NotPermitted):
            narrowing.approve_narrowing(request_id=request.pk, by=again.actor, at=clock("10:30"))
    request = narrowing.approve_narrowing(request_id=request.pk, by=tahira(world).actor, at=clock("11:00"))
    assert request.second_approver == tahira(world).posting


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("who", ["salma", "usman", "imran", "zara", "asad", "dania", "kamran"])
def test_only_operators_of_the_cpo_approve(world, who):
    request = asks(world, against_the_circle(world))
    with pytest.raises(NotPermitted):
        narrowing.approve_narrowing(request_id=request.pk, by=world.people[who].actor, at=clock("10:30"))


def test_a_named_operator_of_the_cpo_approves_nothing(world):
    complaint = against_the_circle(world)
    request = asks(world, complaint)
    name_officer(
        complaint_id=complaint.pk, officer_id=world.nadia.officer.pk, why="She knows him.", by=world.zara.actor,
        at=clock("10:10"),
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        narrowing.approve_narrowing(request_id=request.pk, by=world.nadia.actor, at=clock("10:30"))


@pytest.mark.parametrize("who", ["dania", "bilal", "kamran", "sana", "asad"])
def test_who_is_within_the_line_or_elsewhere_cannot_ask(world, who):
    complaint = against_the_circle(world)
    with pytest.raises(NotPermitted):
        asks(world, complaint, by=world.people[who])


def test_a_request_needs_a_reason_and_waits_alone(world):
    complaint = against_the_circle(world)
    ask = {"complaint_id": complaint.pk, "by": world.zara.actor, "at": clock("10:00")}
    row = circle(world, complaint).pk
    assert refusal(narrowing.request_narrowing, exclusion_ids=[row], why="", **ask) is Refusal.WORDS_MISSING
    assert refusal(narrowing.request_narrowing, exclusion_ids=[], why=WHY, **ask) is Refusal.ALREADY_DONE
    assert refusal(narrowing.request_narrowing, exclusion_ids=[10**9], why=WHY, **ask) is Refusal.ALREADY_DONE
    asks(world, complaint)
    assert refusal(narrowing.request_narrowing, exclusion_ids=[row], why=WHY, **ask) is Refusal.NARROWING_WAITS


# --- the complainant objects --------------------------------------------------------------------------------------


@pytest.mark.slow
def test_an_objection_stops_it_and_goes_to_the_head_and_the_monitors_of_the_cpo(world):
    complaint = against_the_circle(world)
    before = see(world, complaint)
    approve_twice(world, asks(world, complaint), at="11:00")
    assert objects(complaint) is not None
    assert objects(complaint) is None
    assert narrowing.end_narrowed_exclusions(at=clock("+9d 11:00")) == 0
    assert see(world, complaint, "+9d 11:00") == before
    recipients = set(Message.objects.filter(template="narrowing_objected").values_list("recipient", flat=True))
    assert recipients == {f"office:{world.office('punjab').pk}", f"posting:{world.zara.posting.pk}"}
    assert found() == []


def test_after_the_day_there_is_nothing_to_object_to(world):
    complaint = against_the_circle(world)
    approve_twice(world, asks(world, complaint), at="11:00")
    narrowing.end_narrowed_exclusions(at=clock("+1d 11:00"))
    assert objects(complaint, "+1d 11:01") is None


def test_somebody_else_cannot_object(world):
    complaint, other = against_the_circle(world), world.complaint(by="bashir")
    approve_twice(world, asks(world, complaint), at="11:00")
    with pytest.raises(NotPermitted):
        narrowing.object_to_narrowing(complaint_id=complaint.pk, by=Citizen(other.complainant_id), at=clock("11:30"))


@pytest.mark.slow
@pytest.mark.parametrize("who", ["zara", "imran"])
def test_a_monitor_or_the_head_decides_on_the_objection(world, who):
    complaint = against_the_circle(world)
    before = see(world, complaint)
    request = approve_twice(world, asks(world, complaint, by=world.nadia), at="11:00")
    objects(complaint)
    decision = {"request_id": request.pk, "words": "She is right.", "at": clock("12:00")}
    for nobody in (world.nadia, tahira(world), world.salma, world.kamran):
        for decide in (narrowing.refuse_narrowing, narrowing.overrule_objection):
            with pytest.raises(NotPermitted):
                decide(by=nobody.actor, **decision)
    narrowing.refuse_narrowing(by=world.people[who].actor, **decision)
    assert see(world, complaint, "12:01") == before
    assert Event.objects.get(complaint=complaint, kind="narrowing_refused").words.text == "She is right."
    assert told(complaint, "narrowing_decided") == 1
    asks(world, complaint, at="13:00")  # another request is possible
    assert found() == []


def test_an_overruled_objection_opens_it_at_once_with_the_reason(world):
    complaint = against_the_circle(world)
    request = approve_twice(world, asks(world, complaint, by=world.nadia), at="11:00")
    overrule = {"request_id": request.pk, "by": world.zara.actor, "at": clock("12:00")}
    with pytest.raises(Refused):
        narrowing.overrule_objection(words="Too early.", **overrule)
    objects(complaint)
    narrowing.overrule_objection(words="The circle has another SDPO now.", **overrule)
    assert circle(world, complaint).ended_at == clock("12:00")
    assert Event.objects.get(complaint=complaint, kind="exclusion_ended").words.text.startswith("The circle")
    assert found() == []


def test_an_operator_refuses_before_the_second_approval(world):
    complaint = against_the_circle(world)
    request = asks(world, complaint)
    narrowing.refuse_narrowing(request_id=request.pk, words="No proof.", by=world.nadia.actor, at=clock("10:30"))
    with pytest.raises(Refused):
        narrowing.approve_narrowing(request_id=request.pk, by=tahira(world).actor, at=clock("10:40"))


# --- names --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_wrong_name_is_withdrawn_by_request_and_the_officer_sees_it_again_after_the_day(world):
    complaint = world.in_inquiry(holder="dania")
    naming = name_officer(
        complaint_id=complaint.pk, officer_id=world.bilal.officer.pk, why="It is said.", by=world.salma.actor,
        at=clock("11:00"),
    )  # fmt: skip
    for nobody in ("dania", "salma", "bilal"):
        with pytest.raises(NotPermitted):
            withdraw_naming(naming_id=naming.pk, why=WHY, by=world.people[nobody].actor, at=clock("11:30"))
    withdraw_naming(naming_id=naming.pk, why="Another Bilal.", by=world.farah.actor, at=clock("11:30"))
    assert "bilal" not in see(world, complaint, "11:31")
    approve_twice(world, NarrowingRequest.objects.get(), at="12:00")
    narrowing.end_narrowed_exclusions(at=clock("+1d 12:00"))
    naming.refresh_from_db()
    assert "bilal" in see(world, complaint, "+1d 12:01")
    assert (naming.taken_back_at, naming.taken_back_why) == (clock("+1d 12:00"), "Another Bilal.")
    assert naming.taken_back_by == world.farah.posting
    assert Event.objects.get(complaint=complaint, kind="narrowing_asked").words.text == "Another Bilal."
    assert found() == []


def test_a_name_that_lapsed_can_still_be_withdrawn(world):
    complaint = world.complaint(station="gulberg")
    naming = name_officer(
        complaint_id=complaint.pk, officer_id=world.farah.officer.pk, why="It is said.", by=world.salma.actor,
        at=clock("10:00"),
    )  # fmt: skip
    withdraw_name(world, naming, by=world.usman, at="11:00")
    naming.refresh_from_db()
    assert naming.taken_back_at == clock("+1d 11:00")


# --- the database -------------------------------------------------------------------------------------------------


def test_the_database_refuses_an_end_without_two_approvals(world):
    request = asks(world, against_the_circle(world), by=world.nadia)
    rows = NarrowingRequest.objects.filter(pk=request.pk)
    with pytest.raises(IntegrityError, match="granted_only_after_two_approvals"), transaction.atomic():
        rows.update(ended_at=clock("12:00"), is_granted=True)
    with pytest.raises(IntegrityError, match="approved_by_two"), transaction.atomic():
        rows.update(second_approver=world.nadia.posting, second_approved_at=clock("12:00"))


def test_the_verification_finds_an_exclusion_that_ended_without_an_event(world):
    complaint = against_the_circle(world)
    Exclusion.objects.filter(pk=circle(world, complaint).pk).update(ended_at=clock("12:00"), ended_why="narrowed")
    assert any("exclusion" in finding for finding in found())
