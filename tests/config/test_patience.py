"""PostgreSQL that hangs or takes too long: whoever is served gets a 503 in time, and the portal goes on with it."""

import os
import signal
import threading

import pytest
from django.db import OperationalError, connection, connections
from django.db.backends.signals import connection_created
from django.test import Client

from config import patience
from tests.backups.sites import is_embedded
from tests.world import build


@pytest.fixture
def bounded(own_database, monkeypatch):
    """Connections of this process as a web server has them, with time-outs of a second."""
    monkeypatch.setattr(patience, "STATEMENT", 1)
    monkeypatch.setattr(patience, "LONGEST", 1)
    monkeypatch.setattr(patience, "LOOK", 0.05)
    for alias, given in connections.settings.items():
        monkeypatch.setitem(connections.settings[alias], "OPTIONS", dict(given["OPTIONS"]))
    connections.close_all()
    patience.bound()
    yield
    connection_created.disconnect(dispatch_uid="config.patience")
    connections.close_all()


def test_a_statement_that_takes_too_long_is_ended(bounded):
    with pytest.raises(OperationalError, match="statement timeout"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(30)")


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
    assert "Nothing can be taken in just now" in answer.content.decode()
    connections.close_all()
    assert client.get(f"/track/{etag}/").status_code == 200


def test_one_thread_looks_after_all_connections(bounded):
    for _ in range(2):
        connections.close_all()
        connection.ensure_connection()
    assert [thread.name for thread in threading.enumerate()].count("_look") == 1
