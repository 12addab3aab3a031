"""The nightly job finds a second of a clock without a holder, and logs it."""

import logging
from datetime import timedelta

import pytest

from complaints.models import Custody
from complaints.queries.verification.uncovered_clock_time import find_uncovered_clock_time
from complaints.tasks import report_uncovered_clock_time
from config.celery import app
from ledger.service_exceptions import CheckFailed
from tests.world import DAY

A_SECOND = timedelta(seconds=1)


def test_in_a_sound_ledger_every_second_is_somebodys(world):
    world.in_inquiry()
    world.complaint("property_crime", "09:00")
    assert find_uncovered_clock_time(since=DAY) == []


@pytest.mark.parametrize("damage", ["a gap", "a late beginning", "an early end"])
def test_one_second_that_is_nobodys_is_found_and_logged(world, caplog, damage):
    complaint = world.in_inquiry()
    first, last = Custody.objects.filter(complaint=complaint).order_by("started_at")
    match damage:
        case "a gap":
            Custody.objects.filter(pk=first.pk).update(ended_at=first.ended_at - A_SECOND)
        case "a late beginning":
            Custody.objects.filter(pk=first.pk).update(started_at=first.started_at + A_SECOND)
        case "an early end":
            Custody.objects.filter(pk=last.pk).update(ended_at=last.started_at + A_SECOND)
    assert find_uncovered_clock_time(since=DAY) == [complaint.pk]
    with caplog.at_level(logging.ERROR), pytest.raises(CheckFailed):
        report_uncovered_clock_time()
    assert str([complaint.pk]) in caplog.text


def test_it_runs_every_night():
    assert app.conf.beat_schedule["report uncovered clock time"]["task"] == report_uncovered_clock_time.name
