"""Doors for the clock: each a shell over a service, harmless if it runs twice or late."""

from celery import shared_task
from django.utils.timezone import now

from notices.services import pictures


@shared_task(expires=10)
def look_at_pictures():
    pictures.look_at_all(at=now())


@shared_task
def sweep_pictures():
    pictures.sweep(at=now())
