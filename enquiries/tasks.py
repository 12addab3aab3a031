"""Doors for the clock: each a shell over a service, harmless if it runs twice or late."""

from celery import shared_task
from django.utils.timezone import now

from enquiries.services import photos, retention


@shared_task
def forget():
    retention.forget(at=now())


@shared_task
def sweep_photos():
    photos.sweep_photos(at=now())
