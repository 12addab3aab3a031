"""Scheduled jobs (config.celery). Each calls one service. A job that runs twice or late does no harm."""

from celery import shared_task
from django.utils.timezone import now

from notices.services import pictures


@shared_task(expires=10)
def look_at_pictures():
    pictures.look_at_all(at=now())


@shared_task
def sweep_pictures():
    pictures.sweep(at=now())
