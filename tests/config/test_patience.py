"""PostgreSQL hangs or takes too long: requests get a 503 in time, and the portal continues afterwards."""

import os
import signal
import threading

import psycopg
import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, connections
from django.db.backends.signals import connection_created
from django.test import Client
from psycopg import sql

from accounts.session_store import SessionStore
from operations.database import database_timeouts
from tests.backups.sites import is_embedded
from tests.faults.storm.keeper import waited_for
from tests.world import build


@pytest.fixture
def bounded(own_database, monkeypatch):
    """Connections like a web server's in this process, with time-outs of a second."""
    with psycopg.connect(own_database.url) as portal:
        name = sql.Identifier(own_database.name)
        portal.execute(sql.SQL("ALTER ROLE CURRENT_USER IN DATABASE {} SET statement_timeout = '1s'").format(name))
    monkeypatch.setattr(database_timeouts, "LONGEST_WAIT", 2)
    monkeypatch.setattr(database_timeouts, "CHECK_INTERVAL", 0.05)
    connections.close_all()
    database_timeouts.apply_timeouts()
    yield
    connection_created.disconnect(dispatch_uid="operations.database.database_timeouts")
    connection_created.connect(database_timeouts.lift_statement_timeout, dispatch_uid=database_timeouts.LIFT)
    connections.close_all()


@pytest.mark.slow
def test_a_statement_that_takes_too_long_is_ended(bounded):
    with pytest.raises(OperationalError, match="statement timeout"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(30)")


@pytest.mark.slow
def test_a_server_that_hangs_is_not_waited_for_and_the_page_says_so(bounded, own_database):
    if not is_embedded():
        pytest.skip("the server's processes are to be stopped")
    etag = build().complaint().etag
    client = Client(raise_request_exception=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    os.kill(backend, signal.SIGSTOP)
    try:
        answer = client.get(f"/track/{etag}/")
    finally:
        os.kill(backend, signal.SIGCONT)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "We cannot receive anything at the moment" in answer.content.decode()
    connections.close_all()
    assert client.get(f"/track/{etag}/").status_code == 200


def test_one_thread_looks_after_all_connections_as_long_as_there_are_any(bounded):
    before = set(threading.enumerate())

    def started() -> set[threading.Thread]:
        return set(threading.enumerate()) - before

    connection.ensure_connection()
    connections["owner"].ensure_connection()
    assert len(started()) == 1
    connections.close_all()
    assert waited_for(lambda: not started(), 60)
    connection.ensure_connection()
    assert len(started()) == 1


@pytest.mark.slow
def test_a_session_that_cannot_be_kept_is_no_session_that_has_ended(bounded, own_database):
    kept = SessionStore()
    kept.create()
    kept["seen"] = 1
    with psycopg.connect(own_database.owner_url) as owner:
        owner.execute("LOCK TABLE django_session IN EXCLUSIVE MODE")
        with pytest.raises(OperationalError, match="statement timeout"):
            kept.save()
    kept.save()
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        kept.save()
