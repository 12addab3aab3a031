"""The log has lines that a machine reads, and no number, draft or link that opens anybody's complaint."""

import io
import json
import logging
import uuid
from http import HTTPStatus

import pytest
from celery import Celery
from celery.app.log import Logging
from celery.worker.request import Request
from django.test import RequestFactory
from structlog.contextvars import bound_contextvars

from citizen.filing.draft_addresses import draft_address
from complaints.rules.etag import compose_etag
from config import celery
from operations import request_ids
from tests.citizen.conftest import TOLD, Visitor
from tests.world import build


@pytest.fixture
def log(monkeypatch):
    """Return what the portal's own handler writes."""
    stream = io.StringIO()
    monkeypatch.setattr(logging.getHandlerByName("console"), "stream", stream)
    return stream


def lines(log) -> list[dict]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_what_was_not_found_or_not_taken_stands_in_the_log_without_its_key(db, log):
    build()
    visitor, key, etag = Visitor(), draft_address(uuid.uuid4()), compose_etag(2026, 7)
    visitor.posts("/complain/", key=key, category=TOLD["category"])
    visitor.posts(f"/complain/{key}/where/", district="lahore")
    answers = [
        visitor.posts(f"/complain/{key}/what/", text=""),
        visitor.get(f"/track/{etag}/"),
        visitor.get(f"/track/{etag}/nothing/"),
        visitor.get("/a/dHdlbnR5LXR3byBsZXR0ZXJz/nothing/"),
    ]
    assert [answer.status_code for answer in answers] == [422, 404, 404, 404]
    said = [f"{line['level']} {line['logger']} {line['message']}" for line in lines(log)]
    assert said == [
        f"warning django.request {HTTPStatus.UNPROCESSABLE_CONTENT.phrase}: /complain/[uuid]/what/",
        "warning django.request Not Found: /track/[number]/",
        "warning django.request Not Found: /track/[number]/nothing/",
        "warning django.request Not Found: /a/[token]/nothing/",
    ]
    assert [line["request_id"] for line in lines(log)] == [answer["X-Request-ID"] for answer in answers]
    assert {name for line in lines(log) for name in line} == {
        *("at", "level", "logger", "request_id", "message", "status_code")
    }


def test_a_traceback_arguments_that_do_not_fit_and_extras_are_masked_too(log):
    key, cnic = uuid.uuid4(), "35202-1234567-1"
    logger = logging.getLogger("complaints")
    try:
        raise ValueError(f"no draft {key}")
    except ValueError:
        logger.exception("Failed for %s", key)
    logger.warning("Too many %s", key, compose_etag(2026, 7))
    nested = {"whose": {"cnic": cnic, "of": [cnic, 3520212345671]}, "thing": RequestFactory().get(f"/?q={cnic}")}
    logger.warning("An extra", extra=nested | {"status_code": 404})
    assert not [
        secret for secret in (str(key), compose_etag(2026, 7), cnic, "3520212345671") if secret in log.getvalue()
    ]
    failed, too_many, extra = lines(log)
    assert failed["message"] == "Failed for [uuid]"
    assert "ValueError: no draft [uuid]" in failed["exception"]
    assert too_many["message"] == "Too many %s ([uuid], '[number]')".replace("[uuid]", "UUID('[uuid]')")
    assert extra["whose"] == {"cnic": "[number]", "of": ["[number]", "[number]"]}
    assert extra["status_code"] == 404


@pytest.mark.parametrize(
    ("trusted", "sent", "is_taken"),
    [
        (True, "4f" * 16, True),
        (False, "4f" * 16, False),
        (True, "35202-1234567-1", False),
        (True, "4f" * 16 + "\nmore", False),
        (True, "", False),
    ],
)
@pytest.mark.django_db
def test_the_fronts_number_is_taken_only_from_a_trusted_one_and_only_in_its_form(
    client, settings, monkeypatch, trusted, sent, is_taken
):
    monkeypatch.setattr(request_ids, "new_request_id", lambda: uuid.uuid4().hex)
    settings.TRUSTED_PROXIES = trusted
    answers = [client.get("/healthz", headers={"X-Request-ID": sent})["X-Request-ID"] for _ in range(2)]
    assert [answer == sent for answer in answers] == [is_taken] * 2
    assert (len(set(answers)) == 1) is is_taken
    assert all(request_ids.WELL_FORMED.fullmatch(answer) for answer in answers)


@pytest.fixture
def jobs():
    """A Celery application with a broker in this process's memory."""
    app = Celery("tests", broker="memory://", set_as_current=False)

    @app.task(name="tests.says")
    def says():
        logging.getLogger("complaints").warning("At work")

    return app


def work_off(app: Celery) -> None:
    """Do what a worker does with the next message."""
    with app.connection_for_read() as connection:
        queue = connection.SimpleQueue("celery")
        message = queue.get(timeout=5)
        Request(message, app=app).execute()
        message.ack()


def test_a_job_logs_under_the_number_of_the_request_that_asked_for_it(jobs, log):
    says = jobs.tasks["tests.says"]
    with bound_contextvars(request_id="4f" * 16):
        says.delay()
    says.delay()
    work_off(jobs)
    work_off(jobs)
    logging.getLogger("complaints").warning("After it")
    asked, by_itself, after = [line for line in lines(log) if line["logger"] == "complaints"]
    assert (asked["request_id"], asked["task"]) == ("4f" * 16, "tests.says")
    assert by_itself["request_id"] != asked["request_id"]
    assert {"request_id", "task"} & set(after) == set()


def test_worker_and_beat_set_up_no_log_of_their_own(monkeypatch):
    """Celery removes all other handlers unless a setting says that logging is configured."""
    before = logging.getLogger().handlers[:]
    monkeypatch.setattr(Logging, "_setup", False)
    celery.app.log.setup_logging_subsystem(loglevel="INFO")
    assert logging.getLogger().handlers == before
    assert logging.getHandlerByName("console") in before
