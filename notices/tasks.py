"""Scheduled jobs (config.celery). Each calls one service. A job that runs twice or late does no harm."""

from celery import shared_task
from django.utils.timezone import now

from notices.services import pictures


@shared_task(expires=10)
def look_at_pictures():
    """Inspect photos that wait for it."""
    pictures.look_at_all(at=now())


@shared_task
def sweep_pictures():
    """Erase photos that belong to no notice and no tip."""
    pictures.sweep(at=now())
