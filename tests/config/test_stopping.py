"""Asked to end (SIGTERM, as by systemd), a process finishes its current work first."""

import json
import os
import socket
import sys
import threading
import time
import urllib.parse
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import redis
from django.conf import settings

from accounts.models import Underway
from config.celery import app
from operations import child_processes
from tests.browser.portal import Portal
from tests.databases import ROOT
from tests.faults.storm.people import CSRF, Door

pytestmark = pytest.mark.slow

PATIENCE = 120  # seconds
WAITING = """SELECT count(*) FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE %s"""


def until(happened, what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.02)


@contextmanager
def held(owner_url: str, table: str):
    """Lock a table, so that statements on it wait. Yields a function that returns whether one waits."""
    with psycopg.connect(owner_url) as owner, psycopg.connect(owner_url, autocommit=True) as other:
        owner.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield lambda: other.execute(WAITING, [f"%{table}%"]).fetchone()[0] > 0


@pytest.fixture
def portal(own_database, static_root, tmp_path):
    one = Portal(own_database, static_root=static_root, folder=tmp_path)
    one.start()
    yield one
    one.stop()


def said(log: Path) -> str:
    """Return the messages of a process. Every line must be JSON, from the first to the last."""
    return "\n".join(json.loads(line)["message"] for line in log.read_text().splitlines())


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_web_server_answers_what_it_has_begun_and_takes_nothing_new(own_database, portal):
    door, answers = Door(portal.port), []
    headers = {"Cookie": f"csrftoken={CSRF}", "Content-Type": "application/x-www-form-urlencoded"}
    told = {"category": "threats", "key": "5f0c7b8e-58a2-4f0c-9d3b-0a4f6d1c2b3a", "csrfmiddlewaretoken": CSRF}
    form = urllib.parse.urlencode(told).encode()
    with held(own_database.owner_url, "complaints_draft") as somebody_waits:
        sending = threading.Thread(target=lambda: answers.append(door.send("POST", "/complain/", form, **headers)))
        sending.start()
        until(somebody_waits, "the form is under way")
        web = portal.asked_to_end()
        until(lambda: not listens(portal.port), "it takes nothing new")
        assert web.poll() is None
        assert answers == []
    sending.join(PATIENCE)
    assert answers[0].status == 302
    assert web.wait(PATIENCE) == 0
    assert "Stopping worker-1" in said(portal.log_file)


def test_a_worker_ends_its_job_and_the_broker_keeps_nothing_of_it(own_database, tmp_path):
    broker = redis.Redis.from_url(settings.BROKER_URL)
    broker.delete("reports", "unacked", "unacked_index")
    command = [Path(sys.executable).parent / "celery", "--quiet", "-A", "config", "worker", "--concurrency", "1"]
    out, log = (tmp_path / name for name in ("out", "log"))
    with held(own_database.owner_url, "monitoring_publication") as somebody_waits:
        surroundings = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "INFO"}
        worker = child_processes.start_child(
            command, env=surroundings, cwd=ROOT, stdout=out.open("wb"), stderr=log.open("wb")
        )
        try:
            app.send_task("monitoring.tasks.publish_figures")
            until(somebody_waits, "the job is under way")
            assert Underway.objects.count() == 1
            worker.terminate()
            app.send_task("monitoring.tasks.publish_figures")
            until(lambda: b"Warm shutdown" in out.read_bytes(), "it is about to end")
            assert worker.poll() is None
        except BaseException:
            child_processes.stop_child(worker)
            raise
    assert worker.wait(PATIENCE) == 0
    assert not Underway.objects.exists()
    assert broker.hlen("unacked") == 0
    assert broker.llen("reports") == 1, "what it had not begun waits for another worker"
    broker.delete("reports")
    assert "A worker takes jobs" in said(log)
    assert said(log).endswith("A worker has ended")
