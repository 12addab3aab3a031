"""Scheduled jobs (config.celery). Each calls one service and is harmless if it runs twice or late."""

from celery import shared_task
from django.utils.timezone import now

from sla.services import citizen_notices, scheduled_sweep


@shared_task
def sweep():
    """Record every reminder, breach and escalation that is due. Runs each minute."""
    scheduled_sweep.run_scheduled_sweep(clock=now)


@shared_task
def notify_citizens():
    """Notify complainants of new breaches."""
    citizen_notices.notify_citizens(at=now())
