"""The operators' call list: which cell makes each call, when it may be made, and what each result leads to."""

import pytest

from complaints.models import Call, CallPurpose, ContactSample, Event
from complaints.queries.due_calls import list_due_calls
from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.refusals import Refusal
from complaints.services.calls import call_log
from tests.complaints.refusing import refusal
from tests.complaints.verifying import found
from tests.world import clock


def waits(person, at: str) -> set[tuple]:
    return {(one.row["etag"], str(one.purpose)) for one in list_due_calls(person.actor, at=clock(at))}


def reported(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00")
    return complaint


def claimed(world, category="financial_crime", **answers):
    complaint = world.complaint(category, **answers)
    marker = world.nadia if complaint.is_sensitive else world.salma
    holder = world.dania if complaint.is_sensitive else world.bilal
    marker.marks(complaint, to=holder, at="09:10")
    holder.records_contact(complaint, "09:30")
    return complaint


@pytest.mark.slow
def test_a_contact_that_nobody_confirms_is_rung_about_after_a_day(world):
    complaint = claimed(world)
    assert waits(world.salma, "+1d 09:29") == set()
    assert waits(world.salma, "+1d 09:30") == {(complaint.etag, "contact")}
    assert waits(world.nadia, "+1d 09:30") == waits(world.sana, "+1d 09:30") == set()


@pytest.mark.slow
@pytest.mark.parametrize("category", ["bribe_demand", "gender_harassment"])
def test_conduct_and_the_confidential_are_the_cpos_to_ring_about(world, category):
    complaint = claimed(world, category, station="gulberg")
    assert waits(world.salma, "+1d 10:00") == set()
    assert waits(world.nadia, "+1d 10:00") == {(complaint.etag, "contact")}
    assert refusal(world.salma.rings, complaint, "+1d 10:00", "contact") is Refusal.NOT_TO_BE_RUNG


@pytest.mark.slow
def test_nobody_else_has_a_call_list(world):
    claimed(world)
    for name in ("bilal", "dania", "usman", "hina", "zara", "imran", "asad"):
        assert waits(world.people[name], "+1d 10:00") == set()


def test_a_report_is_rung_about_until_they_have_said_what_they_think_of_it(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00")
    assert waits(world.salma, "12:00") == {(complaint.etag, "verify")}
    world.salma.rings(complaint, "12:00", "verify", "reached", answer="not", words="Half of it came back.")
    assert complaint.verified_at == clock("12:00")
    assert waits(world.salma, "12:01") == set()
    call = Call.objects.get(complaint=complaint)
    assert (call.purpose, call.result, call.answer, call.words) == ("verify", "reached", "not", "Half of it came back.")
    assert found() == []


@pytest.mark.slow
def test_only_three_failed_calls_on_two_days_let_the_cell_say_that_nobody_was_reached(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00")
    for at in ("+1d 10:00", "+1d 12:00", "+1d 14:00"):
        world.salma.rings(complaint, at, "verify")
        assert refusal(world.salma.does, "verify", complaint, at, verdict="unreachable") is Refusal.TOO_FEW_CALLS
    world.salma.rings(complaint, "+2d 10:00", "verify", "wrong_number")
    world.salma.does("verify", complaint, "+2d 10:05", verdict="unreachable")
    assert complaint.verified_at == clock("+2d 10:05")
    assert Event.objects.filter(complaint=complaint, kind="verify_call_failed").count() == 4
    assert found() == []


@pytest.mark.slow
@pytest.mark.parametrize("purpose", ["contact", "verify"])
def test_a_failed_call_that_is_sent_twice_counts_once(world, purpose):
    """Two clicks on Monday and a call on Tuesday are not three calls on two days."""
    complaint = claimed(world) if purpose == "contact" else reported(world)
    for _ in range(2):
        world.salma.rings(complaint, "+1d 10:00", purpose, words="Nobody answers.")
    assert Call.objects.filter(complaint=complaint).count() == 1
    assert Event.objects.filter(complaint=complaint, kind=f"{purpose}_call_failed").count() == 1
    assert found() == []


def test_a_failed_call_is_recorded_two_hours_after_the_last_one_at_the_earliest(world):
    complaint = claimed(world)
    world.salma.rings(complaint, "+1d 10:00", "contact")
    for at, result in (("+1d 10:00", "wrong_number"), ("+1d 10:01", "not_reached"), ("+1d 11:59", "not_reached")):
        assert refusal(world.salma.rings, complaint, at, "contact", result) is Refusal.CALLED_RECENTLY
    noted = refusal(world.salma.rings, complaint, "+1d 10:00", "contact", words="Another note.")
    assert noted is Refusal.CALLED_RECENTLY
    assert Call.objects.count() == 1
    world.salma.rings(complaint, "+1d 12:00", "contact")
    world.salma.rings(complaint, "+1d 12:01", "contact", "reached", answer="in_person")
    assert complaint.contact == "confirmed"


@pytest.mark.slow
def test_the_call_that_excuses_the_contact_can_be_sent_twice(world):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    for at in ("10:00", "12:00", "14:00"):
        world.bilal.does("try_contact", complaint, at)
    for _ in range(2):
        world.salma.rings(complaint, "15:00", "excuse")
    assert complaint.contact == "excused"
    assert Call.objects.count() == 1


def test_calls_before_a_report_was_returned_do_not_count_for_the_next_one(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00")
    world.salma.rings_in_vain(complaint, "verify")
    world.farah.does("return_report", complaint, "+2d 11:00")
    world.bilal.reports(complaint, "+2d 12:00")
    refused = refusal(world.salma.does, "verify", complaint, "+2d 13:00", verdict="unreachable")
    assert refused is Refusal.TOO_FEW_CALLS


def test_only_such_calls_leave_a_contact_unconfirmed(world):
    complaint = claimed(world)
    assert refusal(world.salma.does, "leave_unconfirmed", complaint, "+4d 10:00") is Refusal.ANSWER_STILL_POSSIBLE
    world.salma.rings_in_vain(complaint, "contact", day=4)
    world.salma.does("leave_unconfirmed", complaint, "+5d 10:10")
    assert complaint.contact == "unconfirmed"
    assert found() == []


@pytest.mark.slow
def test_an_answer_by_telephone_is_the_answer(world):
    yes, no = claimed(world), claimed(world)
    world.salma.rings(yes, "+1d 10:00", "contact", "reached", answer="in_person")
    world.salma.rings(no, "+1d 10:05", "contact", "reached", answer="nobody", words="Never heard of him.")
    assert (yes.contact, no.contact) == ("confirmed", "open")
    assert {call.answer for call in Call.objects.all()} == {"in_person", "nobody"}
    assert refusal(world.salma.rings, yes, "+1d 10:06", "contact", "reached", answer="nobody") is Refusal.NOT_TO_BE_RUNG


@pytest.mark.slow
def test_a_wish_to_withdraw_is_the_cpos_after_two_days(world):
    complaint = world.complaint("bribe_demand")
    world.ayesha.does("ask_to_withdraw", complaint, "10:00")
    assert waits(world.nadia, "+2d 09:59") == set()
    assert waits(world.nadia, "+2d 10:00") == {(complaint.etag, "withdrawal")}
    assert waits(world.salma, "+2d 10:00") == set()
    world.nadia.rings(complaint, "+2d 10:00", "withdrawal", "reached", answer="keep")
    assert waits(world.nadia, "+2d 10:01") == set()


@pytest.mark.slow
def test_tries_of_the_officer_end_with_one_of_the_cell(world):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    for at in ("10:00", "12:00", "14:00"):
        world.bilal.does("try_contact", complaint, at)
    assert waits(world.salma, "14:00") == {(complaint.etag, "excuse")}
    world.salma.rings(complaint, "14:10", "excuse", "reached", answer="", words="She answers in the afternoon.")
    assert complaint.contact == "open"
    assert waits(world.salma, "16:30") == set()
    assert refusal(world.salma.rings, complaint, "16:30", "excuse") is Refusal.NOT_TO_BE_RUNG
    assert refusal(world.salma.does, "excuse_contact", complaint, "16:30") is Refusal.REACHED_BY_CELL
    world.bilal.does("try_contact", complaint, "16:40")
    assert waits(world.salma, "16:40") == {(complaint.etag, "excuse")}
    world.salma.rings(complaint, "16:50", "excuse")
    assert complaint.contact == "excused"
    assert found() == []


def test_who_cannot_read_is_rung_when_there_is_something_to_read(world):
    complaint = world.complaint("financial_crime", wants_calls=True)
    assert waits(world.salma, "09:05") == set()
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    assert waits(world.salma, "09:10") == {(complaint.etag, "news")}
    world.salma.rings(complaint, "09:20", "news", "reached")
    assert waits(world.salma, "09:21") == set()
    world.bilal.does("tell_citizen", complaint, "11:00")
    assert waits(world.salma, "11:00") == {(complaint.etag, "news")}
    assert Event.objects.filter(complaint=complaint, kind="news_read").exists()


@pytest.mark.slow
def test_one_confirmation_in_twenty_is_the_cpos_to_ring_about_and_always_the_same_one(world, monkeypatch):
    drawn = [number for number in range(1, 4001) if call_log.is_in_spot_check_sample(number)]
    assert 150 < len(drawn) < 250
    assert drawn == [number for number in range(1, 4001) if call_log.is_in_spot_check_sample(number)]
    monkeypatch.setattr(call_log, "is_selected_for_spot_check", lambda number: True)
    complaint = claimed(world)
    world.ayesha.says("in_person", complaint, "10:00")
    assert waits(world.salma, "10:00") == set()
    assert waits(world.nadia, "10:00") == {(complaint.etag, "sample")}
    world.nadia.rings(complaint, "10:30", "sample", "reached", answer="nobody")
    assert waits(world.nadia, "10:31") == set()
    assert ContactSample.objects.get().call.answer == "nobody"
    assert complaint.contact == "confirmed"  # the CPO decides what to do about it
    assert found() == []


# --- when -----------------------------------------------------------------------------------------------------------


def first(person, at: str):
    return list_due_calls(person.actor, at=clock(at))[0]


@pytest.mark.slow
def test_they_are_rung_in_the_hours_that_they_chose_and_at_no_other_time(world):
    complaint = claimed(world, safe_from=14, safe_until=16)
    assert first(world.salma, "+1d 10:00").ring_at == clock("+1d 14:00")
    assert first(world.salma, "+1d 14:30").ring_at == clock("+1d 14:30")
    assert first(world.salma, "+1d 16:00").ring_at == clock("+2d 14:00")
    assert refusal(world.salma.rings, complaint, "+1d 13:59", "contact") is Refusal.NOT_IN_THEIR_HOURS
    world.salma.rings(complaint, "+1d 16:10", "contact")  # called at four, recorded a little later
    assert refusal(world.salma.rings, complaint, "+1d 16:15", "contact") is Refusal.NOT_IN_THEIR_HOURS


def test_at_night_nobody_is_rung_by_their_own_clock(world):
    claimed(world, time_zone="Europe/London")
    assert first(world.salma, "+1d 10:00").ring_at == clock("+1d 12:00")  # 07:00 in London


@pytest.mark.slow
def test_after_a_call_that_failed_two_hours_pass_and_who_named_a_time_is_rung_then(world):
    complaint = claimed(world)
    world.salma.rings(complaint, "+1d 10:00", "contact")
    assert first(world.salma, "+1d 10:30").ring_at == clock("+1d 12:00")
    world.salma.rings(complaint, "+1d 12:00", "contact", "call_back", call_back_at=clock("+1d 18:00"))
    assert first(world.salma, "+1d 12:30").ring_at == clock("+1d 18:00")
    assert first(world.salma, "+1d 12:30").failed == 1


@pytest.mark.slow
def test_the_list_costs_the_same_for_one_call_and_for_many(world, django_assert_num_queries):
    for number in (1, 5):
        for _ in range(number):
            claimed(world)
        with django_assert_num_queries(7):
            assert list_due_calls(world.nadia.actor, at=clock("+1d 10:00")) == []
        with django_assert_num_queries(6):
            assert list_due_calls(world.salma.actor, at=clock("+1d 10:00"))


def test_a_call_is_never_changed(world):
    complaint = claimed(world)
    world.salma.rings(complaint, "+1d 10:00", "contact")
    with pytest.raises(Exception, match="Cannot update"):
        Call.objects.update(result="reached")


def test_every_purpose_has_its_words():
    assert [str(purpose) for purpose in Purpose if str(purpose) not in CallPurpose.values] == []
