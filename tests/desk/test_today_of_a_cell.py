"""*Today* of a complaint cell: calls, what must be marked or settled, and wishes to withdraw."""

from datetime import timedelta

import pytest

from complaints.models import RunningClock
from complaints.rules.clock import Clock
from complaints.services.calls import call_log
from desk.queries import waiting_complaints
from tests.desk.conftest import address
from tests.desk.test_today import TODAY, line_of, lines, order
from tests.world import clock


@pytest.mark.slow
def test_an_operator_marks_and_calls(world, seat):
    received, claimed = world.complaint("property_crime", "09:00"), world.complaint("property_crime", "09:05")
    world.salma.marks(claimed, to=world.bilal, at="09:10")
    world.bilal.records_contact(claimed, "09:30")
    salma = seat(world.salma)
    assert order(salma.get(TODAY, "09:40")) == [received.etag]
    assert line_of(salma.get(TODAY, "09:40"), received).startswith("Assign to an officer")
    world.salma.marks(received, to=world.bilal, at="09:50")
    answer = salma.get(TODAY, "+1d 10:00")
    assert line_of(answer, claimed).startswith("Call: Did the officer speak to them?")
    assert f"{address(claimed)}call/contact/?as=" in answer.content.decode()


def test_a_report_to_verify_is_a_call_and_not_a_second_line(world, seat):
    complaint = world.in_inquiry()
    world.bilal.reports(complaint, "11:00")
    assert line_of(seat(world.salma).get(TODAY, "12:00"), complaint).startswith("Call: Their answer to the report")


def test_a_complaint_to_settle_waits_for_the_cell_once(world, seat):
    complaint = world.complaint("misbehaviour", "09:00", station="gulberg", post="SHO")
    answer = seat(world.salma).get(TODAY, "09:20")
    assert line_of(answer, complaint).startswith("Confirm whom the complaint is against")


def test_a_call_does_not_hide_that_a_complaint_must_be_marked(world, seat):
    """An event that Ayesha, who cannot read, must be called about leaves the complaint unmarked."""
    complaint = world.complaint("heinous_crime", "09:00", wants_calls=True)
    world.salma.does("recategorise", complaint, "09:10", category="financial_crime")
    first, second = lines(seat(world.salma).get(TODAY, "09:20"))
    assert first.startswith("Assign to an officer")
    assert second.startswith("Call: ")


@pytest.mark.slow
def test_a_spot_check_is_never_late_and_comes_after_everything_else(world, seat, monkeypatch):
    monkeypatch.setattr(call_log, "is_selected_for_spot_check", lambda number: True)
    checked = world.in_inquiry()
    claimed = world.complaint("bribe_demand", "09:00", station="gulberg")
    world.usman.does("mark", claimed, "09:10", to=world.dania)
    world.dania.records_contact(claimed, "+9d 09:30")
    answer = seat(world.nadia).get(TODAY, "+10d 09:40")
    call, check = [line for line in lines(answer) if line.startswith("Call")]
    assert claimed.etag in call.replace(" ", "")
    assert lines(answer)[-1] == check
    assert "late" not in check
    assert checked.etag in check.replace(" ", "")
    assert answer.context["late"] == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("phone", "reason"), [("+923001112233", "Call: Withdrawal request"), ("", "Ask about the withdrawal request")]
)
def test_a_wish_to_withdraw_is_one_line_and_never_late_by_the_officers_deadline(world, seat, phone, reason):
    complaint = world.complaint("bribe_demand", station="gulberg", phone=phone)
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    world.ayesha.does("ask_to_withdraw", complaint, "10:00", words="I am tired.")
    answer = seat(world.nadia).get(TODAY, "+2d 10:30")
    (line,) = lines(answer)
    assert line.startswith(reason)
    assert answer.context["late"] == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("owed", "reason"), [(Clock.REFERRAL, "Refer to the FIA"), (Clock.LISTENING, "Listen to the voice note")]
)
def test_a_claimed_contact_hides_nothing_else_that_the_cell_owes(world, seat, owed, reason):
    claimed = world.complaint("property_crime")
    world.salma.marks(claimed, to=world.bilal, at="09:10")
    world.bilal.records_contact(claimed, "09:30")
    times = {"started_at": clock("09:00"), "due_at": clock("12:00"), "limit": timedelta(hours=3)}
    RunningClock.objects.create(complaint=claimed, clock=str(owed), cycle=1, **times)
    line = line_of(seat(world.salma).get(TODAY, "10:00"), claimed)
    assert line.startswith(reason)


@pytest.mark.slow
def test_claims_of_contact_take_no_place_from_what_waits_for_the_cell(world, seat, monkeypatch):
    for minute in range(2):
        claimed = world.complaint("property_crime", f"09:0{minute}")
        world.salma.marks(claimed, to=world.bilal, at="09:10")
        world.bilal.records_contact(claimed, "09:30")
    received = world.complaint("property_crime", "09:40")
    monkeypatch.setattr(waiting_complaints, "MOST_OF_A_POSTING", 1)
    answer = seat(world.salma).get(TODAY, "10:00")
    assert order(answer) == [received.etag]
    assert not answer.context["is_at_least"]
