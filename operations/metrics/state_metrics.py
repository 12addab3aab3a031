"""Metrics of the portal's current state. They are read from indexes, so the cost does not grow with the data."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import redis
from django.db import DatabaseError, InterfaceError
from prometheus_client.core import GaugeMetricFamily, Metric

from accounts.queries.heartbeat import heartbeat_age
from complaints.queries.processing_delays import inspection_backlog, seal_delay
from mail_intake.queries.intake_status import count_mail_backlog
from monitoring.queries.health_figures import load_complaint_totals, load_sweep_health
from notifications.queries.outbox_health import load_outbox_health
from operations import dependency_checks
from operations.metrics import job_counts
from whatsapp.queries.account_troubles import count_account_troubles
from whatsapp.queries.service_status import count_backlog


class MetricsSnapshot:
    """A Prometheus collector that queries the state when it is read."""

    def __init__(self, at: datetime):
        self.at = at

    def collect(self) -> Iterator[Metric]:
        """Yield all metrics. For a service that does not answer, only `portal_up` with 0."""
        up = GaugeMetricFamily("portal_up", "Whether a part answers: 1 or 0.", labels=["part"])
        for part, collect_part in {"database": self._database_metrics, "broker": job_counts.job_metrics}.items():
            try:
                yield from list(collect_part())
                up.add_metric([part], 1)
            except (DatabaseError, InterfaceError, redis.RedisError):
                up.add_metric([part], 0)
        yield up
        yield from _disk_metrics()

    def _database_metrics(self) -> Iterator[Metric]:
        functions: tuple[Callable[[datetime], Iterator[Metric]], ...] = (
            *(_heartbeat_metrics, _outbox_metrics, _sweep_metrics),
            *(_complaint_metrics, _evidence_metrics),
        )
        for function in functions:
            yield from function(self.at)


def _heartbeat_metrics(at: datetime) -> Iterator[Metric]:
    age = heartbeat_age(at=at)
    if age is not None:
        yield _gauge_metric("portal_heartbeat_age_seconds", "Time since a worker last wrote the heartbeat.", age)


def _outbox_metrics(at: datetime) -> Iterator[Metric]:
    box, chat = load_outbox_health(at=at), count_backlog()
    yield _gauge_metric(
        "portal_outbox_due_messages", "Messages that are due and not sent yet (at most 10,000).", box.due
    )
    yield _gauge_metric("portal_outbox_oldest_due_seconds", "How long the first due message has waited.", box.oldest)
    yield _gauge_metric("portal_outbox_retrying_messages", "Messages that failed temporarily.", box.retrying)
    yield _gauge_metric(
        "portal_outbox_retrying_oldest_seconds",
        "Age of the oldest of these messages.",
        box.retrying_oldest,
    )
    yield _gauge_metric("portal_outbox_given_up_messages", "Messages given up within the last day.", box.given_up)
    yield _gauge_metric(
        "portal_whatsapp_waiting_updates", "WhatsApp updates that are waiting (at most 10,000).", chat.waiting
    )
    yield _gauge_metric("portal_whatsapp_aside_updates", "WhatsApp updates set aside for a check.", chat.aside)
    yield _gauge_metric(
        "portal_whatsapp_account_troubles",
        "Things that Meta reports or refuses and that an administrator must repair.",
        count_account_troubles(),
    )
    mail = count_mail_backlog()
    yield _gauge_metric("portal_mail_waiting", "E-mails that wait to be processed (at most 10,000).", mail.waiting)
    yield _gauge_metric("portal_mail_aside", "E-mails set aside for a check.", mail.aside)
    yield _gauge_metric("portal_mail_unanswered", "Automatic answers that wait for a limit.", mail.unanswered)


def _sweep_metrics(at: datetime) -> Iterator[Metric]:
    swept = load_sweep_health(at=at)
    if swept.age is not None:
        yield _gauge_metric("portal_sweep_age_seconds", "Time since the last sweep ended.", swept.age)
        yield _gauge_metric("portal_sweep_seconds", "Duration of the last sweep.", swept.duration)
    steps = GaugeMetricFamily("portal_sweep_steps", "Steps of the last sweep.", labels=["step"])
    for step, count in swept.counts.items():
        steps.add_metric([step], count)
    yield steps
    yield _gauge_metric("portal_sweep_waiting_seconds", "How long the first due step has waited.", swept.waited)


def _complaint_metrics(at: datetime) -> Iterator[Metric]:
    totals = load_complaint_totals(at=at)
    yield _gauge_metric("portal_complaints_open", "Open complaints.", totals.open)
    yield _gauge_metric("portal_complaints_overdue", "Open complaints past a promised deadline.", totals.overdue)
    yield _gauge_metric("portal_sweep_held_clocks", "Clocks held by the circuit breaker.", totals.held)


def _evidence_metrics(at: datetime) -> Iterator[Metric]:
    queue = inspection_backlog(at=at)
    yield _gauge_metric("portal_evidence_waiting_files", "Files not inspected yet (at most 10,000).", queue.waiting)
    yield _gauge_metric("portal_evidence_oldest_seconds", "How long the first of these files has waited.", queue.oldest)
    yield _gauge_metric(
        "portal_history_unsealed_seconds", "How long the oldest unsealed event has waited.", seal_delay(at=at)
    )


def _disk_metrics() -> Iterator[Metric]:
    free = GaugeMetricFamily("portal_disk_free_ratio", "Free share of a disk, 0 to 1.", labels=["place"])
    for disk, share in dependency_checks.free_disk_shares().items():
        free.add_metric([disk], share)
    yield free


def _gauge_metric(name: str, description: str, value: float | timedelta) -> Metric:
    number = value.total_seconds() if isinstance(value, timedelta) else value
    return GaugeMetricFamily(name, description, value=number)
