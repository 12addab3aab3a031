"""What may be recorded of a call: the same on the page of the call and by a move on the complaint page."""

import pytest

from accounts.rules.roles import Role
from complaints.models import Call, Event, Pressure
from complaints.rules.refusals import Refusal
from tests.complaints.refusing import refusal
from tests.complaints.stages import rung_in_vain
from tests.complaints.verifying import found
from tests.desk.calls.test_call_list import claimed, first, reported
from tests.desk.calls.test_under_duress import to_excuse, to_verify, to_withdraw
from tests.factories import OfficerFactory, PostingFactory
from tests.world import Person, clock

MOVES = [
    (claimed, "salma", "confirm_contact", {"answer": "in_person"}),
    (claimed, "salma", "deny_contact", {"answer": "nobody"}),
    (to_verify, "salma", "verify", {"verdict": "satisfied"}),
    (to_excuse, "salma", "excuse_contact", {}),
    (to_withdraw, "nadia", "keep", {}),
    (to_withdraw, "nadia", "withdraw", {}),
]
"""The moves of an operator that follow from a call, each with a complaint on which it can be made."""


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize(("build", "name", "move", "details"), MOVES, ids=[row[2] for row in MOVES])
def test_no_call_is_recorded_by_a_move_until_the_cpo_has_acted_on_the_duress_word(world, build, name, move, details):
    complaint, operator = build(world), world.people[name]
    report = Pressure.objects.create(
        complaint=complaint, reported_at=clock("+1d 09:00"), due_at=clock("+1d 11:00"), silent=True
    )
    assert refusal(operator.does, move, complaint, "+2d 10:00", **details) is Refusal.NOT_TO_BE_RUNG
    assert not Call.objects.exists()
    Pressure.objects.filter(pk=report.pk).update(
        settled_at=clock("+2d 10:00"), settled_by=world.zara.posting, done="Sent a patrol."
    )
    operator.does(move, complaint, "+2d 10:10", **details)
    assert Call.objects.count() == 1
    assert found() == []


@pytest.mark.slow
def test_the_complaint_page_says_no_more_than_the_page_of_the_call(world, seat):
    complaint, salma = to_verify(world), seat(world.salma)
    Pressure.objects.create(complaint=complaint, reported_at=clock("11:30"), due_at=clock("13:30"), silent=True)
    answer = salma.posts(complaint, "verify", "12:00", verdict="satisfied", words="She is glad.")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "She is glad." in page
    assert "Your cell does not have to make this call now. A colleague may have made it already." in page


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize(("build", "name", "move", "details"), MOVES, ids=[row[2] for row in MOVES])
def test_no_call_is_recorded_by_a_move_at_night(world, build, name, move, details):
    complaint = build(world)
    refused = refusal(world.people[name].does, move, complaint, "+2d 23:30", **details)
    assert refused is Refusal.NOT_IN_THEIR_HOURS
    assert not Call.objects.exists()


@pytest.mark.slow
def test_what_follows_from_earlier_calls_can_be_recorded_at_night(world):
    contact, report = rung_in_vain(world), reported(world)
    world.salma.rings_in_vain(report, "verify")
    world.salma.does("leave_unconfirmed", contact, "+3d 23:30")
    world.salma.does("verify", report, "+3d 23:30", verdict="unreachable")
    assert (contact.contact, report.verdict) == ("unconfirmed", "unreachable")


@pytest.mark.slow
def test_a_complainant_can_deny_or_continue_before_the_cell_has_to_call(world):
    contact, withdrawal = claimed(world), to_withdraw(world)
    world.salma.does("deny_contact", contact, "10:00", answer="nobody")
    world.nadia.does("keep", withdrawal, "10:00")
    assert (contact.contact, withdrawal.withdrawal_asked_at) == ("open", None)
    assert {call.answer for call in Call.objects.all()} == {"nobody", "keep"}


@pytest.mark.slow
def test_without_a_telephone_nobody_was_called(world):
    complaint = world.in_inquiry("10:00", phone="", email="ayesha@example.org")
    world.bilal.reports(complaint, "11:00")
    world.salma.does("verify", complaint, "23:30", verdict="satisfied")
    assert complaint.verdict == "satisfied"
    assert not Call.objects.exists()


@pytest.mark.slow
def test_the_other_cell_records_no_call_on_the_complaint_page_either(world):
    complaint = reported(world)
    assert refusal(world.nadia.does, "verify", complaint, "12:00", verdict="satisfied") is Refusal.NOT_TO_BE_RUNG
    assert refusal(world.nadia.rings, complaint, "12:00", "verify", "reached", answer="not") is Refusal.NOT_TO_BE_RUNG


# --- when a failed call counts ----------------------------------------------------------------------------------------


def test_no_failed_call_excuses_the_officer_before_the_time_that_the_complainant_named(world):
    complaint = to_excuse(world)
    world.salma.rings(complaint, "15:00", "excuse", "call_back", call_back_at=clock("17:00"))
    assert refusal(world.salma.rings, complaint, "15:01", "excuse") is Refusal.CALLED_RECENTLY
    assert refusal(world.salma.does, "excuse_contact", complaint, "16:59") is Refusal.CALLED_RECENTLY
    assert complaint.contact == "open"
    world.salma.does("excuse_contact", complaint, "17:00")
    assert complaint.contact == "excused"
    assert found() == []


@pytest.mark.slow
def test_a_failed_call_before_the_named_time_does_not_count_towards_giving_up(world):
    complaint = claimed(world)
    world.salma.rings(complaint, "+1d 10:00", "contact", "call_back", call_back_at=clock("+1d 17:00"))
    assert refusal(world.salma.rings, complaint, "+1d 10:02", "contact") is Refusal.CALLED_RECENTLY
    world.salma.rings(complaint, "+1d 17:00", "contact")
    assert Event.objects.filter(complaint=complaint, kind="contact_call_failed").count() == 1


@pytest.mark.slow
def test_a_complainant_who_named_a_time_can_still_answer_before(world):
    complaint = claimed(world)
    world.salma.rings(complaint, "+1d 10:00", "contact", "call_back", call_back_at=clock("+1d 17:00"))
    world.salma.rings(complaint, "+1d 10:02", "contact", "reached", answer="in_person")
    assert complaint.contact == "confirmed"


@pytest.mark.slow
def test_the_two_hours_end_when_the_report_is_returned_as_in_the_list(world):
    complaint = reported(world)
    world.salma.rings(complaint, "11:30", "verify")
    world.farah.does("return_report", complaint, "11:40")
    world.bilal.reports(complaint, "11:50")
    assert first(world.salma, "12:00").ring_at == clock("12:00")
    world.salma.rings(complaint, "12:00", "verify")
    assert Call.objects.count() == 2


@pytest.mark.slow
def test_the_two_hours_continue_when_the_report_is_accepted_as_in_the_list(world):
    complaint = reported(world)
    world.salma.rings(complaint, "11:30", "verify")
    world.farah.does("accept", complaint, "11:40")
    waiting = first(world.salma, "12:00")
    assert (waiting.ring_at, waiting.failed) == (clock("13:30"), 1)
    assert refusal(world.salma.rings, complaint, "12:00", "verify") is Refusal.CALLED_RECENTLY
    world.salma.rings(complaint, "13:30", "verify")


# --- sent twice -------------------------------------------------------------------------------------------------------


def test_the_same_failed_call_by_another_operator_is_refused_and_not_passed_over(world):
    complaint = claimed(world)
    colleague = Person(
        "rabia",
        PostingFactory(officer=OfficerFactory(), office=world.office("lahore"), role=Role.COMPLAINT_OPERATOR),
    )
    world.salma.rings(complaint, "+1d 10:00", "contact")
    assert refusal(colleague.rings, complaint, "+1d 10:00", "contact") is Refusal.CALLED_RECENTLY
    assert Call.objects.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("purpose", ["contact", "excuse"])
def test_a_call_back_that_is_sent_twice_counts_once(world, purpose):
    complaint = claimed(world) if purpose == "contact" else to_excuse(world)
    for at in ("+1d 10:00", "+1d 10:00"):
        world.salma.rings(complaint, at, purpose, "call_back", call_back_at=clock("+1d 17:00"), words="At five.")
    assert Call.objects.count() == 1
    assert Event.objects.filter(kind="excuse_call_later").count() == (purpose == "excuse")


@pytest.mark.slow
def test_another_time_for_the_call_back_is_recorded(world):
    complaint = to_excuse(world)
    for back_at in ("17:00", "18:00"):
        world.salma.rings(complaint, "15:00", "excuse", "call_back", call_back_at=clock(back_at))
    assert Call.objects.count() == 2
    assert first(world.salma, "15:00").ring_at == clock("18:00")
