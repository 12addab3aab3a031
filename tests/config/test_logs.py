"""What stands in the log: no number, draft or link that opens anybody's complaint."""

import io
import logging
import uuid
from http import HTTPStatus

import pytest

from complaints.rules.etag import compose, spaced
from config.celery import mask_keys
from config.logs import MaskKeys, masked
from tests.citizen.conftest import TOLD, Visitor
from tests.world import build


@pytest.fixture
def log(monkeypatch):
    """What the portal's own handler writes."""
    stream = io.StringIO()
    monkeypatch.setattr(logging.getHandlerByName("console"), "stream", stream)
    return stream


def test_what_was_not_found_or_not_taken_stands_in_the_log_without_its_key(db, log):
    build()
    visitor, key, etag = Visitor(), str(uuid.uuid4()), compose(2026, 7)
    visitor.posts("/complain/", key=key, category=TOLD["category"])
    visitor.posts(f"/complain/{key}/where/", district="lahore")
    answers = [
        visitor.posts(f"/complain/{key}/what/", text=""),
        visitor.get(f"/track/{etag}/"),
        visitor.get(f"/track/{etag}/nothing/"),
        visitor.get("/a/dHdlbnR5LXR3byBsZXR0ZXJz/nothing/"),
    ]
    assert [answer.status_code for answer in answers] == [422, 404, 404, 404]
    assert log.getvalue().splitlines() == [
        f"WARNING django.request {HTTPStatus.UNPROCESSABLE_CONTENT.phrase}: /complain/[uuid]/what/",
        "WARNING django.request Not Found: /track/[number]/",
        "WARNING django.request Not Found: /track/[number]/nothing/",
        "WARNING django.request Not Found: /a/[token]/nothing/",
    ]


@pytest.mark.parametrize("written", [compose(2026, 7), spaced(compose(2026, 7)), "2026%200000%200071", "۲۶۰۰۰۰۰۰۰۰۷۱"])
def test_a_number_is_masked_however_it_is_written(written):
    assert masked(f"/track/{written}/") == "/track/[number]/"


def test_what_is_no_key_stays():
    line = "Message 4711 (registered) is given up after 12 tries at 2026-11-24 09:00:00, /about/1234567890123/"
    assert masked(line) == line


def test_a_traceback_and_arguments_that_do_not_fit_are_masked_too(log):
    key = uuid.uuid4()
    logger = logging.getLogger("complaints")
    try:
        raise ValueError(f"no draft {key}")
    except ValueError:
        logger.exception("Failed for %s", key)
    logger.warning("Too many %s", key, compose(2026, 7))
    assert str(key) not in log.getvalue()
    assert compose(2026, 7) not in log.getvalue()
    assert "ValueError: no draft [uuid]" in log.getvalue()


def test_the_workers_handlers_mask_too():
    logger = logging.Logger("celery's")
    logger.addHandler(logging.NullHandler())
    mask_keys(logger=logger)
    assert [type(kept) for kept in logger.handlers[0].filters] == [MaskKeys]
