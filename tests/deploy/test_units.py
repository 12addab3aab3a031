"""The systemd unit of the worker that inspects files."""

import configparser
import re

import pytest
from django.conf import settings

from config.celery import app
from tests.databases import ROOT


@pytest.fixture
def unit() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read(ROOT / "deploy/systemd/portal-files.service")
    return parser["Service"]


def test_the_worker_of_files_has_a_user_of_its_own_and_takes_their_jobs_only(unit):
    assert unit["User"] != "portal"
    assert re.search(r"--queues (\S+)", unit["ExecStart"])[1] == settings.FILES_QUEUE
    assert unit["LimitCORE"] == "0"
    assert "RestrictNamespaces" not in unit  # bubblewrap needs them


def test_every_job_that_opens_uploaded_files_is_for_it():
    inspections = {entry["task"] for name, entry in app.conf.beat_schedule.items() if name.startswith("inspect ")}
    queues = {name: route["queue"] for name, route in settings.CELERY_TASK_ROUTES.items()}
    assert queues == dict.fromkeys(inspections, settings.FILES_QUEUE)


def test_a_worker_without_queues_takes_all_jobs():
    assert set(app.amqp.queues) == {"celery", settings.FILES_QUEUE}
