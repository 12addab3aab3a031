"""Scheduled jobs (config.celery). Each calls one service. A job that runs twice or late does no harm."""

from celery import shared_task
from django.utils.timezone import now

from enquiries.services import photos, retention


@shared_task
def forget():
    """Close old verifications and erase personal data after its retention period."""
    retention.forget(at=now())


@shared_task
def sweep_photos():
    """Erase photos for which no request followed."""
    photos.sweep_photos(at=now())
