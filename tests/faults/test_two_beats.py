"""Two beats by mistake: every scheduled job is sent twice and runs in two workers at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.db.models import Count

from config.celery import app
from notifications.models import Message
from reviews.models import Flag
from sla.models import Breach
from tests.monitoring import crowd
from tests.world import build

pytestmark = pytest.mark.slow

OVERDUE = 12


def run_twice(name: str) -> list[str]:
    """Run a job in two threads that start together, and return how each one failed."""
    together = threading.Barrier(2)

    def run(_which: int) -> str | None:
        together.wait(30)
        try:
            result = app.tasks[name].apply()
            return None if result.successful() else f"{name}: {result.result!r}"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return [problem for problem in pool.map(run, range(2)) if problem]


def test_no_job_fails_and_nothing_is_done_twice(own_database):
    world = build()
    holders = crowd.inquiry_officers(world, 3)
    crowd.overdue(world, OVERDUE, holders=holders)
    app.loader.import_default_modules()
    names = sorted({entry["task"] for entry in app.conf.beat_schedule.values()})
    assert [problem for name in names for problem in run_twice(name)] == []
    found = Breach.objects.count()
    assert found >= OVERDUE
    assert not Breach.objects.values("complaint", "clock", "cycle", "level").annotate(n=Count("pk")).filter(n__gt=1)
    assert not Flag.objects.values("breach").annotate(n=Count("pk")).filter(n__gt=1)
    told = Message.objects.filter(template="breached", recipient__in=[f"posting:{holder.pk}" for holder in holders])
    assert sum(message.context["count"] for message in told) == OVERDUE
    assert [problem for name in names for problem in run_twice(name)] == []
    assert Breach.objects.count() == found
