"""Scheduled jobs (config.celery). Each calls one service, and may run twice or late without harm."""

from celery import shared_task
from django.utils.timezone import now

from sla.services import citizen_notices, sweep_runs


@shared_task
def sweep():
    sweep_runs.sweep(clock=now)


@shared_task
def tell_citizens():
    citizen_notices.tell_citizens(at=now())
