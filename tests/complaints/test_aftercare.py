"""The question, 30 and 90 days after the closure, whether anybody troubles the complainant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from complaints.models import Complaint, Event
from complaints.rules.calls.aftercare_dates import count_marks_passed
from complaints.rules.refusals import Refusal
from complaints.services.aftercare_questions import ask_due_aftercare_questions, complaints_due_for_aftercare
from config.celery import app
from notifications.models import Message
from tests.complaints.refusing import refusal
from tests.complaints.verifying import found
from tests.plans import as_in_production
from tests.world import build, clock


def closed(world, category="bribe_demand", at="12:00", **answers) -> Complaint:
    """A complaint that the complainant closed at noon of the first day."""
    complaint = world.in_inquiry("10:00", category=category, holder="dania", **answers)
    world.dania.reports(complaint, "10:30")
    cell = world.nadia if complaint.is_sensitive else world.salma
    cell.does("verify", complaint, "11:00", verdict="satisfied")
    world.farah.does("accept", complaint, "11:30")
    world.ayesha.does("close", complaint, at)
    return complaint


def asked(complaint) -> list[str]:
    """Return on which days after the first the question was asked."""
    events = Event.objects.filter(complaint=complaint, kind="ask_after").order_by("seq")
    return [(event.at - clock("00:00")).days for event in events]


@pytest.mark.parametrize(("days", "marks"), [(29, 0), (30, 1), (89, 1), (90, 2), (900, 2)])
def test_the_marks_are_thirty_and_ninety_days(days, marks):
    assert count_marks_passed(clock("00:00"), clock(f"+{days}d 00:00")) == marks


@pytest.mark.slow
def test_it_is_asked_at_each_mark_and_once(world):
    complaint = closed(world)
    for day in range(25, 125):
        ask_due_aftercare_questions(at=clock(f"+{day}d 12:00"))
        ask_due_aftercare_questions(at=clock(f"+{day}d 12:15"))
    assert asked(complaint) == [30, 90]
    told = Message.objects.filter(recipient=f"complainant:{complaint.complainant_id}", template="aftercare")
    assert told.count() == 2
    assert found() == []


def test_a_job_that_slept_past_both_marks_asks_once(world):
    complaint = closed(world)
    assert ask_due_aftercare_questions(at=clock("+100d 12:00")) == 1
    assert ask_due_aftercare_questions(at=clock("+200d 12:00")) == 0
    assert asked(complaint) == [100]


@pytest.mark.parametrize(
    ("category", "count"), [("bribe_demand", 1), ("domestic_violence", 1), ("financial_crime", 0), ("vehicle_theft", 0)]
)
def test_only_after_conduct_and_confidential_matters(world, category, count):
    closed(world, category)
    assert ask_due_aftercare_questions(at=clock("+30d 12:00")) == count


def test_what_never_was_inquired_into_is_not_asked_after(world):
    complaint = world.complaint("bribe_demand", "09:00")
    world.imran.does("reject", complaint, "10:00")
    withdrawn = world.complaint("bribe_demand", "09:00")
    world.ayesha.does("ask_to_withdraw", withdrawn, "10:00")
    world.nadia.does("withdraw", withdrawn, "+2d 10:00")
    assert ask_due_aftercare_questions(at=clock("+60d 12:00")) == 0


def test_the_answer_is_taken_once_for_each_question(world):
    complaint = closed(world)
    assert refusal(world.ayesha.does, "all_well", complaint, "+30d 09:00") is Refusal.NOT_ASKED
    ask_due_aftercare_questions(at=clock("+30d 12:00"))
    world.ayesha.does("all_well", complaint, "+30d 13:00", words="")
    assert refusal(world.ayesha.does, "all_well", complaint, "+31d 09:00") is Refusal.ALREADY_DONE
    ask_due_aftercare_questions(at=clock("+90d 12:00"))
    world.ayesha.does("all_well", complaint, "+90d 13:00", words="")


def test_yes_opens_a_report_of_pressure(world):
    complaint = closed(world)
    ask_due_aftercare_questions(at=clock("+30d 12:00"))
    world.ayesha.does("report_pressure", complaint, "+30d 13:00")
    assert complaint.pressures.get().due_at == clock("+30d 15:00")


def test_a_new_round_begins_the_count_anew(world):
    complaint = closed(world)
    world.ayesha.does("appeal", complaint, "+29d 12:00")
    assert ask_due_aftercare_questions(at=clock("+31d 12:00")) == 0
    assert complaint.asked_after == 0


def test_beat_asks_every_quarter_of_an_hour():
    entry = app.conf.beat_schedule["send aftercare questions"]
    assert (entry["task"], entry["schedule"]) == ("complaints.tasks.send_aftercare_questions", 900.0)


@pytest.mark.slow
def test_two_workers_at_once_ask_once(own_database):
    complaint, barrier = closed(build()), Barrier(2)

    def work() -> int:
        barrier.wait(timeout=20)
        try:
            return ask_due_aftercare_questions(at=clock("+30d 12:00"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        done = [job.result(timeout=60) for job in [threads.submit(work) for _ in range(2)]]
    assert sum(done) == 1
    assert asked(complaint) == [30]
    assert Message.objects.filter(template="aftercare").count() == 1


def test_whom_to_ask_is_found_by_the_index_of_those_alone(world):
    """In a small table a sequential scan is cheaper; without it the plan shows whether the index fits the query."""
    as_in_production()
    closed(world)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = complaints_due_for_aftercare(at=clock("+30d 12:00")).explain()
    assert "Index Scan using closed_to_ask_after" in plan, plan
    assert "Index Cond: (closed_at <=" in plan, plan
