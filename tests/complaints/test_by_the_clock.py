"""What happens when nobody does anything."""

import pytest

from accounts.services.postings import end_posting
from complaints.models import Custody
from complaints.rules.statuses import Ending, Status
from complaints.services.by_the_clock import close_the_unanswered, end_used_up_pauses, mark_the_unmarked
from notifications.models import Message
from tests.complaints.verifying import found
from tests.world import clock


def mark(complaint, at):
    number = mark_the_unmarked(at=clock(at))
    complaint.refresh_from_db(from_queryset=type(complaint).objects.for_service())
    return number


@pytest.mark.parametrize("category", ["heinous_crime", "threats", "illegal_detention"])
def test_what_cannot_wait_is_marked_at_once(world, category):
    complaint = world.complaint(category, "09:00", station="gulberg")
    assert mark(complaint, "09:00") == 1
    assert complaint.status == Status.MARKED
    assert mark(complaint, "09:01") == 0


def test_the_rest_is_marked_at_a_quarter_of_the_contact_limit(world):
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    assert mark(complaint, "10:59") == 0
    assert mark(complaint, "11:00") == 1
    assert complaint.holder == world.kamran.posting


def test_conduct_goes_over_the_station_to_the_first_head_of_the_rank(world):
    complaint = world.complaint("bribe_demand", "09:00", station="gulberg")
    mark(complaint, "11:00")
    assert complaint.holder == world.dania.posting


def test_feedback_is_never_marked(world):
    assert mark(world.complaint("suggestion", "09:00"), "+30d 09:00") == 0


def test_a_question_stops_the_clock_for_a_quarter_of_the_limit_at_most_even_if_the_job_is_late(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.asks(complaint, "12:00")
    assert complaint.due_at == clock("+6d 15:00")
    assert end_used_up_pauses(at=clock("+1d 17:59")) == 0
    assert end_used_up_pauses(at=clock("+2d 09:00")) == 1
    complaint.refresh_from_db(from_queryset=type(complaint).objects.for_service())
    assert (complaint.status, complaint.report_due_at) == (Status.IN_INQUIRY, clock("+6d 15:00"))
    assert complaint.running_clocks.get().started_at == clock("+1d 18:00")
    assert found() == []


def test_an_answer_after_the_pause_was_used_up_stretches_nothing(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.asks(complaint, "12:00")
    world.ayesha.answers(complaint, "+3d 12:00")
    assert complaint.report_due_at == clock("+6d 15:00")


def test_seven_days_of_silence_close_it_as_unanswered_and_never_as_satisfied(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00")
    world.farah.does("accept", complaint, "12:00")
    world.salma.does("verify", complaint, "13:00", verdict="not")
    assert close_the_unanswered(at=clock("+7d 12:59")) == 0
    assert close_the_unanswered(at=clock("+7d 13:00")) == 1
    complaint.refresh_from_db(from_queryset=type(complaint).objects.for_service())
    assert (complaint.status, complaint.ending) == (Status.CLOSED, Ending.UNANSWERED)


def test_pressure_leaves_silence_to_close_it_so_that_nobody_sees_that_there_was_any(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00")
    world.farah.does("accept", complaint, "12:00")
    world.salma.does("verify", complaint, "13:00", verdict="satisfied")
    world.ayesha.does("report_pressure", complaint, "+5d 09:00")
    assert close_the_unanswered(at=clock("+7d 13:00")) == 1
    complaint.refresh_from_db(from_queryset=type(complaint).objects.for_service())
    assert (complaint.status, complaint.ending) == (Status.CLOSED, Ending.UNANSWERED)
    world.ayesha.does("appeal", complaint, "+8d 09:00")
    assert complaint.status == Status.MARKED


def test_when_a_posting_ends_the_offices_head_has_it_from_that_second(world):
    complaint = world.in_inquiry("10:00")
    end_posting(posting=world.bilal.posting, by=None, at=clock("12:00"))
    complaint.refresh_from_db(from_queryset=type(complaint).objects.for_service())
    assert (complaint.holder, complaint.status) == (world.dania.posting, Status.IN_INQUIRY)
    held = Custody.objects.filter(complaint=complaint, posting=world.dania.posting).get()
    assert held.started_at == clock("12:00")
    assert Message.objects.filter(recipient=f"posting:{world.dania.posting.pk}", template="marked_to_you").count() == 1
    assert found() == []


def test_a_head_who_leaves_hands_on_to_the_head_above(world):
    complaint = world.complaint("bribe_demand", "09:00", station="gulberg")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    end_posting(posting=world.dania.posting, by=None, at=clock("12:00"))
    complaint.refresh_from_db(from_queryset=type(complaint).objects.for_service())
    assert (complaint.holder, complaint.office.code) == (world.farah.posting, "model_town")
    assert found() == []
