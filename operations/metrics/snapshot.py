"""How the portal stands at the moment at which it is asked. Read along indexes: it costs the same at any size."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import redis
from django.db import DatabaseError, InterfaceError
from prometheus_client.core import GaugeMetricFamily, Metric

from complaints.queries.log_health import evidence_queue, unsealed_for
from monitoring.queries.health import sweeps, work
from notifications.queries.health import outbox
from operations import dependencies
from operations.metrics import jobs
from whatsapp.queries.service_status import count_backlog


class MetricsSnapshot:
    """A collector: each of its metrics is asked for as it is read."""

    def __init__(self, at: datetime):
        self.at = at

    def collect(self) -> Iterator[Metric]:
        """All of it; of a part that does not answer, that it does not."""
        up = GaugeMetricFamily("portal_up", "Whether a part answers: 1 or 0.", labels=["part"])
        for part, told in {"database": self._of_database, "broker": jobs.told}.items():
            try:
                yield from list(told())
                up.add_metric([part], 1)
            except (DatabaseError, InterfaceError, redis.RedisError):
                up.add_metric([part], 0)
        yield up
        yield from _of_disks()

    def _of_database(self) -> Iterator[Metric]:
        parts: tuple[Callable[[datetime], Iterator[Metric]], ...] = (_of_outbox, _of_sweeps, _of_work, _of_files)
        for part in parts:
            yield from part(self.at)


def _of_outbox(at: datetime) -> Iterator[Metric]:
    box, chat = outbox(at=at), count_backlog()
    yield _one("portal_outbox_due_messages", "Messages that are due and have not gone (at most 10,000).", box.due)
    yield _one("portal_outbox_oldest_due_seconds", "For how long the first of them has waited.", box.oldest)
    yield _one("portal_outbox_retrying_messages", "Messages refused for the time being.", box.retrying)
    yield _one("portal_outbox_retrying_oldest_seconds", "How old the oldest of them is.", box.retrying_oldest)
    yield _one("portal_outbox_given_up_messages", "Messages given up within a day: nobody was told.", box.given_up)
    yield _one("portal_whatsapp_waiting_updates", "WhatsApp updates that wait (at most 10,000).", chat.waiting)
    yield _one("portal_whatsapp_aside_updates", "WhatsApp updates set aside until somebody looks.", chat.aside)


def _of_sweeps(at: datetime) -> Iterator[Metric]:
    swept = sweeps(at=at)
    if swept.age is not None:
        yield _one("portal_sweep_age_seconds", "Since a sweep last came to its end.", swept.age)
        yield _one("portal_sweep_seconds", "What the last one took.", swept.took)
    did = GaugeMetricFamily("portal_sweep_steps", "What the last one did.", labels=["step"])
    for step, number in swept.last.items():
        did.add_metric([step], number)
    yield did
    yield _one("portal_sweep_waiting_seconds", "For how long the first step that is due has waited.", swept.waited)


def _of_work(at: datetime) -> Iterator[Metric]:
    now = work(at=at)
    yield _one("portal_complaints_open", "Open complaints.", now.open)
    yield _one("portal_complaints_overdue", "Open complaints past a promised deadline.", now.overdue)
    yield _one("portal_sweep_held_clocks", "Clocks held by the breaker until a monitor decides.", now.held)


def _of_files(at: datetime) -> Iterator[Metric]:
    queue = evidence_queue(at=at)
    yield _one("portal_evidence_waiting_files", "Files that nobody has looked into (at most 10,000).", queue.waiting)
    yield _one("portal_evidence_oldest_seconds", "For how long the first of them has waited.", queue.oldest)
    yield _one("portal_history_unsealed_seconds", "For how long an event has waited for its seal.", unsealed_for(at=at))


def _of_disks() -> Iterator[Metric]:
    free = GaugeMetricFamily("portal_disk_free_ratio", "What is free of a disk, 0 to 1.", labels=["place"])
    for place, share in dependencies.free().items():
        free.add_metric([place], share)
    yield free


def _one(name: str, what: str, value: float | timedelta) -> Metric:
    number = value.total_seconds() if isinstance(value, timedelta) else value
    return GaugeMetricFamily(name, what, value=number)
