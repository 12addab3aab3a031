"""The moves that the system makes because no officer acted in time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.services.postings import end_posting
from complaints.models import Custody
from complaints.rules.statuses import Ending, Status
from complaints.services.automatic_moves import (
    close_unanswered_resolutions,
    complaints_with_expired_pause,
    end_expired_pauses,
    mark_unmarked_complaints,
    record_unconfirmed_contacts,
)
from complaints.tasks import end_unconfirmed_contacts as leave_it
from config.celery import app
from notifications.models import Message
from tests.complaints.verifying import found
from tests.plans import as_in_production, large
from tests.world import clock


def mark(complaint, at):
    number = mark_unmarked_complaints(at=clock(at))
    complaint.refresh_from_db(from_queryset=type(complaint).objects.unscoped("test"))
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
    assert end_expired_pauses(at=clock("+1d 17:59")) == 0
    assert end_expired_pauses(at=clock("+2d 09:00")) == 1
    complaint.refresh_from_db(from_queryset=type(complaint).objects.unscoped("test"))
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
    assert close_unanswered_resolutions(at=clock("+7d 12:59")) == 0
    assert close_unanswered_resolutions(at=clock("+7d 13:00")) == 1
    complaint.refresh_from_db(from_queryset=type(complaint).objects.unscoped("test"))
    assert (complaint.status, complaint.ending) == (Status.CLOSED, Ending.UNANSWERED)


def test_pressure_leaves_silence_to_close_it_so_that_nobody_sees_that_there_was_any(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00")
    world.farah.does("accept", complaint, "12:00")
    world.salma.does("verify", complaint, "13:00", verdict="satisfied")
    world.ayesha.does("report_pressure", complaint, "+5d 09:00")
    assert close_unanswered_resolutions(at=clock("+7d 13:00")) == 1
    complaint.refresh_from_db(from_queryset=type(complaint).objects.unscoped("test"))
    assert (complaint.status, complaint.ending) == (Status.CLOSED, Ending.UNANSWERED)
    world.ayesha.does("appeal", complaint, "+8d 09:00")
    assert complaint.status == Status.MARKED


def claimed(world, **answers):
    complaint = world.complaint("financial_crime", "09:00", **answers)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    return complaint


@pytest.mark.slow
def test_of_who_has_no_phone_a_contact_is_left_unconfirmed_after_three_days(world):
    silent = claimed(world, phone="", email="ayesha@example.org")
    rung, said = claimed(world), claimed(world, phone="", by="bashir")
    world.bashir.says("in_person", said, "+1d 09:00")
    assert record_unconfirmed_contacts(at=clock("+3d 09:29")) == 0
    assert record_unconfirmed_contacts(at=clock("+3d 09:30")) == 1
    assert record_unconfirmed_contacts(at=clock("+3d 09:31")) == 0
    for complaint, stands in ((silent, "unconfirmed"), (rung, "claimed"), (said, "confirmed")):
        complaint.refresh_from_db(from_queryset=type(complaint).objects.unscoped("test"))
        assert complaint.contact == stands
    assert silent.contacted_at == clock("09:30")
    assert found() == []


def test_what_has_ended_meanwhile_stands_in_nobodys_way(world):
    complaint = claimed(world, phone="")
    world.ayesha.does("withdraw", complaint, "+1d 09:00")
    assert record_unconfirmed_contacts(at=clock("+3d 09:30")) == 0


def test_the_unconfirmed_are_found_through_an_index_and_the_job_runs_by_itself(world):
    as_in_production()
    with CaptureQueriesContext(connection) as queries:
        record_unconfirmed_contacts(at=clock("09:00"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + queries.captured_queries[0]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "open_by_contact" in plan
    entry = app.conf.beat_schedule["end unconfirmed contacts"]
    assert entry["task"] == leave_it.name


def test_when_a_posting_ends_the_offices_head_has_it_from_that_second(world):
    complaint = world.in_inquiry("10:00")
    end_posting(posting=world.bilal.posting, by=None, at=clock("12:00"))
    complaint.refresh_from_db(from_queryset=type(complaint).objects.unscoped("test"))
    assert (complaint.holder, complaint.status) == (world.dania.posting, Status.IN_INQUIRY)
    held = Custody.objects.filter(complaint=complaint, posting=world.dania.posting).get()
    assert held.started_at == clock("12:00")
    assert Message.objects.filter(recipient=f"posting:{world.dania.posting.pk}", template="marked_to_you").count() == 1
    assert found() == []


def test_a_head_who_leaves_hands_on_to_the_head_above(world):
    complaint = world.complaint("bribe_demand", "09:00", station="gulberg")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    end_posting(posting=world.dania.posting, by=None, at=clock("12:00"))
    complaint.refresh_from_db(from_queryset=type(complaint).objects.unscoped("test"))
    assert (complaint.holder, complaint.office.code) == (world.farah.posting, "model_town")
    assert found() == []


def test_pauses_that_are_used_up_are_found_by_their_index_and_no_other_complaint_is_read(world):
    as_in_production()
    world.bilal.asks(world.in_inquiry("10:00"), "12:00")
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as queries, large("complaints_complaint"):
        assert not list(complaints_with_expired_pause(at=clock("+1d 17:59")))
        cursor.execute("EXPLAIN " + queries.captured_queries[0]["sql"])
        assert "Index Scan using pause_to_end" in "\n".join(line for (line,) in cursor.fetchall())
