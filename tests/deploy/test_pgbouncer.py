"""deploy/pgbouncer/pgbouncer.ini on a real pgbouncer: web requests share sessions, workers have their own."""

import os
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import psycopg
import pytest
import time_machine
from celery import Celery
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.db.backends.signals import connection_created
from django.test import Client
from environ import Env

from complaints.evidence import upload
from complaints.models import Evidence
from operations.database import database_timeouts
from operations.pooling import database_pooling
from tests import pgbouncer
from tests.citizen.conftest import Visitor
from tests.citizen.keys.cast import DURESS
from tests.citizen.keys.test_under_duress import of_her_uncle
from tests.databases import ROOT
from tests.desk.conftest import Seat
from tests.desk.test_access_log import LOG
from tests.evidence.samples import photo
from tests.faults.chatting import until
from tests.faults.storm.whole import Size, storm_in
from tests.signing_in import for_days, sign_in
from tests.whatsapp.settings import SETTINGS
from tests.world import Person, build, clock

pytestmark = [pytest.mark.slow, pgbouncer.needs_pgbouncer]
SHOW_LIMIT = """from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SHOW statement_timeout")
    print(cursor.fetchone())"""
CALM = Size(filings=12, seconds=5, chatters=1, kills=0, pause=1, outage=0, hang=0, victims=(), web_workers=1)


@pytest.fixture
def pooler(own_database, monkeypatch):
    """A pool with one session for the web, which all clients share."""
    monkeypatch.delenv("PGOPTIONS", raising=False)
    with pgbouncer.running(own_database.url, web_sessions=1) as one:
        yield one


@pytest.fixture
def web(pooler, monkeypatch):
    """This process as a web process behind the pool."""
    settings = connections.settings["default"]
    for name, value in Env.db_url_config(pooler.web_url).items():
        monkeypatch.setitem(settings, name, value)
    monkeypatch.setitem(settings, "OPTIONS", {"connect_timeout": 3})
    for alias in connections.settings:
        monkeypatch.setitem(connections.settings[alias], "DISABLE_SERVER_SIDE_CURSORS", False)
    connections.close_all()
    database_timeouts.apply_timeouts()
    database_pooling.avoid_session_cursors()
    yield pooler
    connections.close_all()
    connection_created.disconnect(dispatch_uid="operations.database.database_timeouts")
    connection_created.connect(database_timeouts.lift_statement_timeout, dispatch_uid=database_timeouts.LIFT)


def test_requests_leave_nothing_in_the_session_that_they_share(web, monkeypatch, settings):
    settings.SESSION_COOKIE_AGE = 30 * 24 * 60 * 60
    for_days(monkeypatch)
    world = build()
    complaint, guarded = world.in_inquiry(), of_her_uncle(world)
    bilal, auditor = (_seat(person) for person in (world.bilal, world.asad))
    ayesha, forced = Visitor(), Visitor()
    photo_form = {"evidence": SimpleUploadedFile("a.jpg", photo()), "evidence_add": "1"}
    requests = {
        "filing": lambda: ayesha.files(),
        "tracking": lambda: ayesha.opens(complaint, "11:00"),
        "uploading": lambda: ayesha.posts(f"/track/{complaint.etag}/evidence/", "11:01", **photo_form),
        "the duress page": lambda: forced.posts(f"/track/{guarded.etag}/key/", "11:02", key=DURESS),
        "its visit": lambda: forced.get(f"/track/{guarded.etag}/mine/", "11:03"),
        "its change": lambda: forced.moves(guarded, "add", "11:04", **{"add-words": "It happened again."}),
        "the queue": lambda: bilal.get("/desk/", "11:05"),
        "a search by name": lambda: bilal.get("/desk/", "11:05", q="Ayesha"),
        "a move": lambda: bilal.posts(complaint, "note", "11:06", words="I rang twice."),
        "an export": lambda: bilal.sends("/desk/rows.csv", "11:07"),
        "the access log's export": lambda: auditor.sends(f"{LOG}export/", "11:08"),
    }
    found, refused = {"the world": web.left_behind()}, {}
    for name, request in requests.items():
        answer = request()
        if answer.streaming:
            b"".join(answer.streaming_content)
        if answer.status_code >= 400:
            refused[name] = answer.status_code
        found[name] = web.left_behind()
    assert refused == {}
    assert {name: left for name, left in found.items() if left} == {}
    assert Evidence.objects.filter(complaint=complaint, state=Evidence.State.CHECKING).exists()
    assert len([server for server in web.show("SERVERS") if server["database"] == pgbouncer.WEB]) == 1


def _seat(person: Person) -> Seat:
    with time_machine.travel(clock("00:30"), tick=False):
        return Seat(sign_in(Client(), person.officer), person)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT pg_advisory_lock(1)",
        "SET work_mem = '1MB'",
        "PREPARE one AS SELECT 1",
        "DECLARE one CURSOR WITH HOLD FOR SELECT 1",
        "LISTEN one",
        "CREATE TEMPORARY TABLE one ()",
    ],
)
def test_what_a_request_might_leave_would_be_found(pooler, statement):
    with psycopg.connect(pooler.web_url, autocommit=True, prepare_threshold=None) as client:
        client.execute(statement)
    assert len(pooler.left_behind()) == 1


def test_a_statement_of_a_web_request_has_the_roles_limit_and_a_jobs_has_none(web, own_database):
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("15s",)
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", SHOW_LIMIT],
        env=pgbouncer.without_options(os.environ) | {"DATABASE_URL": web.jobs_url},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "('0',)\n"


def test_locks_of_many_uploads_at_once_are_gone(web):
    """As `make drill-pool`: 40 clients on one session, and the part of an upload that takes the file's lock."""
    errors = []

    def completes() -> None:
        try:
            for _ in range(25):
                upload.complete_upload(uuid.uuid4(), at=clock("09:00"))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    clients = [threading.Thread(target=completes) for _ in range(40)]
    for client in clients:
        client.start()
    for client in clients:
        client.join(120)
    assert errors == []
    assert web.left_behind() == []


def test_a_worker_refuses_a_pool_that_would_lend_its_session_to_others(pooler, own_database, monkeypatch):
    done = subprocess.run(
        [Path(sys.executable).parent / "celery", "--quiet", "-A", "config", "worker", "--pool", "solo"],
        env=pgbouncer.without_options(os.environ) | {"DATABASE_URL": pooler.web_url},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1] == (
        "The portal's worker does not start: DATABASE_URL leads to a pool in transaction mode, which would lend its "
        "locks to others. Use the pool portal_jobs, or PostgreSQL itself (docs/runbook.md, Connection pools)."
    )


def test_a_pool_in_session_mode_is_accepted(pooler, monkeypatch):
    settings = connections.settings["default"]
    assert not database_pooling.is_session_shared()
    for name, value in Env.db_url_config(pooler.jobs_url).items():
        monkeypatch.setitem(settings, name, value)
    monkeypatch.setitem(settings, "OPTIONS", {})
    assert not database_pooling.is_session_shared()
    monkeypatch.setitem(settings, "NAME", pgbouncer.WEB)
    assert database_pooling.is_session_shared()


def test_everything_works_through_both_pools_and_two_beats_do_no_harm(tmp_path, static_root, settings):
    """Filing with files, moves, chats, messages and the sweep: the web by transactions, the worker by sessions.

    Nothing is sent or done twice, although every job is sent by two beats.
    """
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    whole = storm_in(tmp_path, static_root, CALM, pooled=True, second_beat=True)
    try:
        Celery(broker=whole.storm.broker.url).send_task("sla.tasks.sweep", queue="sweep")
        whole.rages()
        counted = whole.counted()
        assert counted.wrong == [], {name: whole.storm.said(name) for name in whole.storm.kept}
        assert counted.figures["filings acknowledged"] == CALM.filings
        assert counted.figures["files in the storage"] > 0
        until(lambda: whole.storm.number("SELECT count(*) FROM sla_sweeprun") > 0, "the worker swept")
        assert whole.storm.pooler.left_behind() == []
    finally:
        whole.storm.close()
