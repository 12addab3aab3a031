"""Scheduled jobs (config.celery). Each calls one service. A job that runs twice or late does no harm."""

from celery import shared_task
from django.utils.timezone import now

from enquiries.services import enquiry_retention, worker_photos


@shared_task
def apply_retention():
    """Close old verifications and erase personal data after its retention period."""
    enquiry_retention.apply_retention(at=now())


@shared_task
def inspect_waiting_photos():
    """Inspect the photos of workers that wait for it."""
    worker_photos.inspect_waiting_photos(at=now())


@shared_task
def erase_unused_photos():
    """Erase photos for which no request followed."""
    worker_photos.erase_unused_photos(at=now())
