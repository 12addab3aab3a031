"""A long job whose worker dies or loses the database runs again within seconds.

Any other failure waits for the next scheduled time.
"""

import os
import subprocess
import sys
import time

import pytest
from django.db import OperationalError, connection
from django.utils.timezone import now

from accounts.models import Underway
from accounts.services import unfinished_jobs
from config.celery import app
from operations import child_processes
from operations.broker_reconnection import RETRY_INTERVAL, ReconnectingConnection
from tests.databases import ROOT

JOB, MINE = "monitoring.tasks.publish_figures", "accounts.tasks.restart_unfinished_jobs"
# A worker that has begun a job, as operations.recorded_task.Job begins it, and goes on running.
AT_WORK = """
import os, time, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from django.utils.timezone import now
from accounts.services import unfinished_jobs
with unfinished_jobs.track_running_job("monitoring.tasks.publish_figures", tries=0, at=now()):
    print("works", flush=True)
    time.sleep(600)
"""


def sent() -> list[tuple[str, int]]:
    """Return the jobs that are started again now."""
    out = []
    unfinished_jobs.restart_interrupted_jobs(lambda job, tries: out.append((job, tries)))
    return out


def lose_database(*, tries: int, failure: type[Exception] = OperationalError) -> None:
    """Run the job until it fails. Return when PostgreSQL has ended its closed connection, which releases the lock."""
    with pytest.raises(failure), unfinished_jobs.track_running_job(JOB, tries=tries, at=now()):
        raise failure
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
    deadline = time.monotonic() + 60
    with connection.cursor() as cursor:
        while cursor.execute(held, [unfinished_jobs.LOCK_CLASS]).fetchone()[0]:
            assert time.monotonic() < deadline
            time.sleep(0.01)


def at_work(environment: dict) -> subprocess.Popen:
    """A worker that has begun a job."""
    surroundings = os.environ | environment
    child = child_processes.start_child(
        [sys.executable, "-c", AT_WORK], env=surroundings, cwd=ROOT, stdout=subprocess.PIPE
    )
    assert child.stdout.readline() == b"works\n"
    return child


@pytest.mark.slow
def test_what_a_killed_worker_left_is_taken_up_once_and_nothing_before(own_database):
    worker = at_work(own_database.environment)
    assert sent() == []
    child_processes.stop_child(worker, by=9)
    deadline = time.monotonic() + 60
    while not (found := sent()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert found == [(JOB, 1)]
    assert sent() == []


def test_a_job_whose_statement_still_runs_when_its_worker_dies_is_taken_up(own_database):
    """PostgreSQL notices during the statement and releases the dead worker's lock."""
    with unfinished_jobs.track_running_job(JOB, tries=0, at=now()), connection.cursor() as cursor:
        cursor.execute("SHOW client_connection_check_interval")
        assert cursor.fetchone() == (unfinished_jobs.CHECK_INTERVAL,)


def test_a_job_that_ends_leaves_nothing(own_database):
    with unfinished_jobs.track_running_job(JOB, tries=0, at=now()):
        assert Underway.objects.get().job == JOB
    assert not Underway.objects.exists()
    assert sent() == []


def test_a_job_that_loses_the_database_is_taken_up_and_one_that_fails_is_not(own_database):
    for failure, found in ((OperationalError, [(JOB, 3)]), (ValueError, [])):
        lose_database(tries=2, failure=failure)
        assert sent() == found


def test_what_cannot_be_sent_stays(own_database):
    def away(job, tries):
        raise ConnectionError

    lose_database(tries=0)
    with pytest.raises(ConnectionError):
        unfinished_jobs.restart_interrupted_jobs(away)
    assert sent() == [(JOB, 1)]


def test_a_job_that_ends_its_worker_each_time_waits_for_its_hour(own_database, caplog):
    lose_database(tries=unfinished_jobs.TRIES)
    assert sent() == []
    assert JOB in caplog.text
    assert not Underway.objects.exists()


def test_seldom_jobs_are_recorded_and_frequent_ones_are_not():
    app.loader.import_default_modules()
    recorded = {name for name, task in app.tasks.items() if _run_by_a_worker(task)}
    assert {JOB, "sla.tasks.sweep", "monitoring.tasks.verify_tallies"} <= recorded
    assert not recorded & {MINE, "notifications.tasks.deliver_messages", "whatsapp.tasks.process_updates"}


def _run_by_a_worker(task) -> bool:
    task.push_request(called_directly=False)
    try:
        return task.is_recorded()
    finally:
        task.pop_request()


def test_the_broker_is_looked_for_every_second(monkeypatch):
    waits = []
    monkeypatch.setattr("kombu.connection.retry_over_time", lambda *args, **options: waits.append((args, options)))
    with app.connection_for_read() as connection:
        assert isinstance(connection, ReconnectingConnection)
        connection.ensure_connection(max_retries=100)
    ((args, _),) = waits
    assert args[5:9] == (100, RETRY_INTERVAL, 0, RETRY_INTERVAL)
