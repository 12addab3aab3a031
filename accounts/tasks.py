"""Jobs of the schedule (config.celery)."""

from celery import shared_task
from django.utils import timezone

from accounts.queries import replica
from accounts.services import heartbeat


@shared_task
def beat() -> None:
    """Where a replica is set: the primary's sign of life."""
    if replica.is_set():
        heartbeat.beat(at=timezone.now())
