"""Two workers at once: each report is stored once, and the questions of a morning are created once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from monitoring.models import Question, Report
from monitoring.queries import office_reports as report_queries
from monitoring.queries.office_reports import offices_without_report
from monitoring.services.questions.question_creation import create_morning_questions
from monitoring.services.reports import report_making
from notifications.models import Message
from tests.monitoring.test_public_figures import filed
from tests.world import DAY, build, clock

MORNING = clock("+7d 07:10")
WORKERS = 3


@pytest.fixture
def world(own_database):
    made = build()
    filed(made, 60, "lahore", at="+1d 09:00")
    filed(made, 60, "multan", at=DAY - timedelta(weeks=3))
    return made


def at_once(work) -> list:
    """Run a call in several workers that start together. Return the results."""
    came, ready = [], Barrier(WORKERS)

    def one():
        ready.wait()
        try:
            came.append(work())
        finally:
            connection.close()

    workers = [Thread(target=one) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return came


@pytest.mark.slow
def test_reports_are_kept_once(world, monkeypatch):
    few = ("lahore", "multan")
    monkeypatch.setattr(
        report_queries,
        offices_without_report.__name__,
        lambda period: offices_without_report(period).filter(code__in=few),
    )
    counts = at_once(lambda: report_making.make_due_reports(at=MORNING))
    assert len(counts) == WORKERS
    assert sum(counts) == 2 * len(few)  # a week and a month of each
    assert Report.objects.count() == 2 * 2 * len(few)
    told = Message.objects.filter(template="report").values_list("recipient", "context__rhythm")
    assert len(told) == len(set(told)) == 2 * len(few)


def test_questions_are_asked_once(world):
    counts = at_once(lambda: create_morning_questions(at=MORNING))
    assert len(counts) == WORKERS
    assert sorted(counts)[:-1] == [0] * (WORKERS - 1)
    assert sum(counts) == Question.objects.count() == Message.objects.filter(template="asked_to_explain").count() > 0
