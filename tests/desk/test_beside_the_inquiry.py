"""What happens alongside the inquiry: messages to the complainant, and their wish to withdraw."""

import pytest

from complaints.models import Complaint, Event
from complaints.rules.statuses import Status
from tests.desk.conftest import forms, offered
from tests.world import clock


def page(answer) -> str:
    return answer.content.decode()


def last(complaint) -> Event:
    return Event.objects.filter(complaint=complaint).latest("seq")


def stands(complaint) -> Complaint:
    return Complaint.objects.unscoped("test").get(pk=complaint.pk)


def wished(world, at="10:00", **answers) -> Complaint:
    """A conduct complaint whose complainant asks to withdraw."""
    complaint = world.complaint("bribe_demand", **answers)
    world.ayesha.does("ask_to_withdraw", complaint, at, words="I am tired.")
    return complaint


def test_the_holder_writes_to_the_complainant_and_no_clock_stops(world, seat):
    complaint = world.in_inquiry()
    due_at, bilal = complaint.report_due_at, seat(world.bilal)
    answer = bilal.posts(complaint, "tell_citizen", "11:00", words="The bank answers on Monday.")
    assert answer.status_code == 302
    html = page(bilal.opens(complaint, "11:05"))
    assert "Inspector Bilal wrote to the complainant." in html
    assert "The bank answers on Monday." in html
    assert "Only officers read this" not in html.split("The bank answers on Monday.")[0][-400:]
    assert (stands(complaint).status, stands(complaint).report_due_at) == (Status.IN_INQUIRY, due_at)


@pytest.mark.slow
def test_nobody_but_the_holder_writes(world, seat):
    complaint = world.in_inquiry()
    for person in (world.salma, world.dania, world.farah, world.nadia, world.hina):
        assert "tell_citizen" not in offered(seat(person).opens(complaint, "11:00"))
        assert seat(person).posts(complaint, "tell_citizen", "11:00", words="Hello.").status_code == 403


@pytest.mark.slow
def test_what_the_complainant_adds_and_answers_already_is_told_to_officers(world, seat):
    complaint = world.in_inquiry()
    world.ayesha.does("add", complaint, "11:00", words="I have the receipt.")
    world.bilal.asks(complaint, "11:10")
    world.ayesha.does("resume", complaint, "11:20", words="", already="yes")
    html = page(seat(world.bilal).opens(complaint, "12:00"))
    assert "The complainant added details." in html
    assert "The complainant says they have already answered." in html


def test_the_cpos_cell_ends_it_two_days_after_the_wish_with_a_note_of_its_call(world, seat):
    complaint, nadia = wished(world), seat(world.nadia)
    html = page(nadia.opens(complaint, "+2d 09:59"))
    assert "It is too early for this." in html
    assert nadia.posts(complaint, "withdraw", "+2d 10:00", words="").status_code == 422
    assert nadia.posts(complaint, "withdraw", "+2d 10:00", words="She said so, alone.").status_code == 302
    assert (stands(complaint).status, last(complaint).words.text) == (Status.WITHDRAWN, "She said so, alone.")
    assert "ended it: the complainant withdrew it in a separate call." in page(nadia.opens(complaint, "+2d 10:05"))


def test_the_district_s_cell_may_note_that_she_keeps_it_and_never_that_she_withdraws(world, seat):
    complaint, salma = wished(world), seat(world.salma)
    answer = salma.opens(complaint, "+2d 11:00")
    assert "keep" in forms(answer)
    assert "withdraw" in offered(answer) - forms(answer)
    assert salma.posts(complaint, "withdraw", "+2d 11:00", words="She said so.").status_code == 422
    assert salma.posts(complaint, "keep", "+2d 11:00").status_code == 302
    assert last(complaint).kind == "keep"
    assert "recorded that the complainant chose to continue with the complaint." in page(
        salma.opens(complaint, "+2d 11:05")
    )


def test_where_nothing_was_asked_both_are_folded_away_with_the_reason(world, seat):
    html = page(seat(world.nadia).opens(world.complaint("bribe_demand"), "10:00"))
    assert "Not possible now" in html
    assert html.count("There is no open request for this.") == 2


@pytest.mark.parametrize("move", ["keep", "withdraw"])
def test_the_note_of_a_call_is_the_cells_own(world, move):
    """The operator's note is for officers; the complainant reads only that the move was made."""
    complaint = wished(world)
    event = world.nadia.does(move, complaint, clock("+2d 10:00"), words="She sounded afraid.")
    assert event.words.for_citizen is False


def test_the_main_step_stands_open_and_what_is_beside_it_comes_after(world, seat):
    acts = seat(world.bilal).opens(world.in_inquiry(), "11:00").context["possible"]
    names = [act.name for act in acts]
    assert names == ["submit_report", "invite", "ask_citizen", "tell_citizen"]


def test_a_wish_comes_into_the_cpos_queue_after_two_days_and_leaves_it_when_it_is_settled(world, seat):
    complaint, nadia, salma = wished(world), seat(world.nadia), seat(world.salma)
    world.salma.marks(complaint, to=world.dania, at="10:30")
    world.dania.records_contact(complaint, "10:40")
    world.ayesha.says("in_person", complaint, "10:50")
    assert complaint.etag not in page(nadia.get("/desk/", "+2d 09:59"))
    assert complaint.etag in page(nadia.get("/desk/", "+2d 10:00"))
    assert complaint.etag not in page(salma.get("/desk/", "+2d 10:00"))
    world.ayesha.does("keep", complaint, "+2d 10:05", words="")
    assert complaint.etag not in page(nadia.get("/desk/", "+2d 10:10"))
