"""Liveness and readiness, the security policy of every answer, and the context of every page."""

import re
import shutil
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils.timezone import now

from notifications.services import enqueue
from operations import dependency_checks, embedded_servers
from sla.services import scheduled_sweep
from sla.services.sweeping import SweepCounts

POLICY = "default-src 'none'"

OK = {
    "status": "ready",
    "database": "ok",
    "broker": "ok",
    "outbox": "ok",
    "sweep": "ok",
    "disk": "ok",
    "clock": "ok",
    "files": "ok",
    "whatsapp": "off: WHATSAPP_PHONE_NUMBER_ID is not set",
    "mail": "off: MAIL_INTAKE_URL is not set",
}
FULL = shutil.disk_usage("/")._replace(total=1000, used=970, free=30)


TOKEN = "t" * 32


@pytest.fixture(autouse=True)
def token(settings):
    settings.METRICS_TOKEN = TOKEN


def ready(client):
    """Return the health report that the operator's monitoring gets."""
    return client.get("/readyz", headers={"Authorization": f"Bearer {TOKEN}"})


@pytest.fixture
def swept(db):
    """A sweep that has just ended."""
    scheduled_sweep.run_scheduled_sweep(clock=now)


@pytest.fixture(autouse=True)
def room(monkeypatch):
    """Enough disk space, whatever the machine of the tests has."""
    monkeypatch.setattr("shutil.disk_usage", lambda place: FULL._replace(used=100, free=900))


@pytest.mark.django_db
def test_alive_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "alive"}


def test_ready_when_all_parts_do_their_work(client, swept, django_assert_num_queries):
    with django_assert_num_queries(8):  # four of them test the disk: begin, set, sort, end; one reads the clock
        answer = ready(client)
    assert answer.status_code == 200
    assert answer.json() == OK


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer wrong"])
def test_without_the_token_ready_says_nothing_more(client, swept, header):
    answer = client.get("/readyz", headers={"Authorization": header})
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def test_without_a_token_set_nobody_gets_details(client, swept, settings):
    settings.METRICS_TOKEN = ""
    assert ready(client).json() == {"status": "ready"}


def test_without_the_token_not_ready_says_nothing_more(client, db, monkeypatch):
    monkeypatch.setattr(dependency_checks, "database_has_room", lambda: False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready"})


def test_not_ready_without_a_database_says_so(client, own_database, monkeypatch):
    connections.close_all()
    monkeypatch.setitem(connections.settings["default"], "NAME", "no_such_database")
    answer = ready(client)
    assert answer.status_code == 503
    unknown = {"outbox": "unknown", "sweep": "unknown", "clock": "unknown"}
    assert answer.json() == OK | {"status": "not ready", "database": "failed"} | unknown


def test_without_a_broker_it_is_said_until_it_is_back_and_filing_goes_on(client, swept, settings, tmp_path):
    """Decision 0030: without the broker every web server keeps serving, because complaints are accepted without it."""
    broker = embedded_servers.start_broker(tmp_path)
    settings.BROKER_URL = broker.url
    assert ready(client).json() == OK
    broker.kill()
    answer = ready(client)
    assert answer.status_code == 200
    assert answer.json() == OK | {"broker": "failed"}


def test_a_message_that_does_not_go_out_is_said_and_takes_no_server_away(client, swept):
    minutes_ago = now() - timedelta(minutes=7)
    enqueue(recipient="complainant:1", template="registered", context={}, at=minutes_ago)
    answer = ready(client)
    assert answer.status_code == 200
    said = answer.json()
    assert re.fullmatch("late: 42[0-9] s", said["outbox"])
    assert said | {"outbox": "ok"} == OK


@pytest.mark.django_db
def test_a_sweep_that_does_not_come_to_its_end_is_said(client):
    assert ready(client).json() == OK | {"sweep": "never"}
    then = now() - timedelta(minutes=10)
    scheduled_sweep.record_sweep_run(SweepCounts(), began=then, ended=then)
    answer = ready(client)
    assert answer.status_code == 200
    assert re.fullmatch("late: 60[0-9] s", answer.json()["sweep"])


def test_a_disk_that_fills_is_said(client, swept, settings, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda place: FULL)
    answer = ready(client)
    assert answer.status_code == 200
    assert answer.json() == OK | {"disk": "low: evidence 3% free, temporary 3% free"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/ur/", "/healthz", "/readyz", "/no-such-page", "/desk/sign-in/"])
def test_every_answer_has_the_policy(client, path):
    answer = client.get(path)
    assert POLICY in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_a_foreign_host_is_refused_under_the_policy(client):
    answer = client.get("/", HTTP_HOST="elsewhere.example.org")
    assert answer.status_code == 400
    assert POLICY in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_an_error_inside_is_a_page_under_the_policy(client, monkeypatch):
    def breaks(*_):
        raise RuntimeError("on purpose")

    monkeypatch.setattr("operations.dependency_checks.database_answers", breaks)
    client.raise_request_exception = False
    answer = ready(client)
    assert answer.status_code == 500
    assert POLICY in answer["Content-Security-Policy"]
    assert b"on purpose" not in answer.content


@pytest.mark.django_db
def test_a_post_without_a_token_is_refused_under_the_policy():
    answer = Client(enforce_csrf_checks=True).post("/desk/sign-in/", {})
    assert answer.status_code == 403
    assert POLICY in answer["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "other"), [("/", "/ur/"), ("/ur/", "/"), ("/desk/sign-in/", "/ur/desk/sign-in/")])
def test_each_page_knows_itself_in_the_other_language(client, path, other):
    assert client.get(path).context["other_language"]["url"] == other


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nowhere/", "/complain/%00/kind/", "/ur/desk/nowhere/"])
@pytest.mark.parametrize(
    ("kind", "body"), [("multipart/form-data", b"a=1"), ("application/x-www-form-urlencoded", b"a=" + b"x" * 3_000_000)]
)
def test_nothing_at_an_address_is_said_even_to_a_form_that_cannot_be_read(path, kind, body):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies["csrftoken"] = "a" * 32
    answer = client.generic("POST", path, body, content_type=kind, headers={"X-CSRFToken": "a" * 32})
    assert answer.status_code == 404
    assert 'class="muted digits">404' in answer.content.decode()
