"""What became of each job: counted at the broker, where the web servers of every machine can read it."""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from time import time

import redis
from celery import signals
from django.conf import settings
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

KEY, PATIENCE = "portal:jobs", 0.5
OUTCOMES = {"SUCCESS": "succeeded", "FAILURE": "failed", "RETRY": "retried"}
LAST, COUNTS = "last_success", ("succeeded", "failed", "retried", "expired", "other")


@cache
def _broker(url: str) -> redis.Redis:
    """One for each process, which keeps its connection."""
    return redis.Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE, decode_responses=True)


@signals.task_postrun.connect
def note_end(task=None, state: str | None = None, **_) -> None:
    """A job has ended."""
    _note(task.name, OUTCOMES.get(state, "other"))


@signals.task_revoked.connect
def note_expiry(request=None, expired: bool = False, **_) -> None:
    """A job that came too late steps aside for the next."""
    if expired:
        _note(request.task, "expired")


def _note(job: str, outcome: str) -> None:
    """Never in the way of the job: without the broker it is not counted."""
    with suppress(redis.RedisError), _broker(settings.CACHE_URL).pipeline() as together:
        together.hincrby(KEY, f"{job}|{outcome}", 1)
        if outcome == "succeeded":
            together.hset(KEY, f"{job}|{LAST}", time())
        together.execute()


def told() -> Iterator[Metric]:
    """What every worker has counted since the broker knows. Raises RedisError."""
    jobs = CounterMetricFamily("portal_jobs", "Jobs that ended, by name and outcome.", labels=["job", "outcome"])
    last = GaugeMetricFamily("portal_job_last_success_timestamp_seconds", "When it last succeeded.", labels=["job"])
    for field, value in _broker(settings.CACHE_URL).hgetall(KEY).items():
        job, _, what = field.partition("|")
        if what == LAST:
            last.add_metric([job], float(value))
        elif what in COUNTS:
            jobs.add_metric([job, what], int(value))
    yield jobs
    yield last
