"""Alive and ready, the policy on every answer, and what every page knows."""

import pytest
from django.db import connections
from django.test import Client

from config import embedded

POLICY = "default-src 'none'"

NO_CHAT = {"whatsapp": "off: WHATSAPP_PHONE_NUMBER_ID is not set"}
"""Said beside the parts; without that service the portal is ready all the same."""


@pytest.mark.django_db
def test_alive_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "alive"}


@pytest.mark.django_db
def test_ready_when_database_and_broker_answer(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "database": "ok", "broker": "ok", **NO_CHAT}


def test_not_ready_without_a_database_says_so(client, own_database, monkeypatch):
    connections.close_all()
    monkeypatch.setitem(connections.settings["default"], "NAME", "no_such_database")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "database": "failed", "broker": "ok", **NO_CHAT}


@pytest.mark.django_db
def test_not_ready_without_a_broker_says_so_until_it_is_back(client, settings, tmp_path):
    broker = embedded.start_broker(tmp_path)
    settings.REDIS_URL = broker.url
    assert client.get("/readyz").status_code == 200
    broker.kill()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "database": "ok", "broker": "failed", **NO_CHAT}


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

    monkeypatch.setattr("config.views.database_answers", breaks)
    client.raise_request_exception = False
    answer = client.get("/readyz")
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
