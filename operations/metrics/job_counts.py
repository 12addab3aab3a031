"""Count the outcomes of jobs in Redis, where the web servers of all machines can read them."""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from time import time

import redis
from celery import signals
from django.conf import settings
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from web.redis_connection import connect_to_redis

KEY, PATIENCE = "portal:jobs", 0.5
OUTCOMES = {"SUCCESS": "succeeded", "FAILURE": "failed", "RETRY": "retried"}
LAST_TIMES = {"succeeded": "last_success", "failed": "last_failure"}
COUNTS = ("succeeded", "failed", "retried", "expired", "other")


@cache
def _redis_client(url: str) -> redis.Redis:
    """Return a client, one for each process, which keeps its connection."""
    return connect_to_redis(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE, decode_responses=True)


@signals.task_postrun.connect
def count_job_end(task=None, state: str | None = None, **_) -> None:
    """Count a job that has ended."""
    _count_outcome(task.name, OUTCOMES.get(state, "other"))


@signals.task_revoked.connect
def count_job_expiry(request=None, expired: bool = False, **_) -> None:
    """Count a job that expired before a worker was free."""
    if expired:
        _count_outcome(request.task, "expired")


def _count_outcome(job: str, outcome: str) -> None:
    """Count an outcome. If Redis is unavailable, it is not counted, and the job is not disturbed."""
    with suppress(redis.RedisError), _redis_client(settings.CACHE_URL).pipeline() as pipeline:
        pipeline.hincrby(KEY, f"{job}|{outcome}", 1)
        if outcome in LAST_TIMES:
            pipeline.hset(KEY, f"{job}|{LAST_TIMES[outcome]}", time())
        pipeline.execute()


def job_metrics() -> Iterator[Metric]:
    """Yield the metrics of all workers' jobs since the counts in Redis began. Raises RedisError.

    The label is `task`: Prometheus sets `job` itself and would rename ours.
    """
    jobs = CounterMetricFamily("portal_jobs", "Jobs that ended, by name and outcome.", labels=["task", "outcome"])
    times = {
        kind: GaugeMetricFamily(f"portal_job_{kind}_timestamp_seconds", f"Time of the {words}.", labels=["task"])
        for kind, words in {"last_success": "last success", "last_failure": "last failure"}.items()
    }
    for field, value in _redis_client(settings.CACHE_URL).hgetall(KEY).items():
        job, _, kind = field.partition("|")
        if kind in times:
            times[kind].add_metric([job], float(value))
        elif kind in COUNTS:
            jobs.add_metric([job, kind], int(value))
    yield jobs
    yield from times.values()
