"""Doors for the clock: each a shell over a service, harmless if it runs twice or late."""

from celery import shared_task
from django.utils.timezone import now

from monitoring.services import sweeping


@shared_task
def sweep():
    sweeping.sweep(at=now())
