"""Scheduled jobs (config.celery). Each calls one service. A job that runs twice or late does no harm."""

from celery import shared_task
from django.utils.timezone import now

from notices.services import picture_inspection


@shared_task
def inspect_waiting_photos():
    """Inspect photos that wait for it."""
    picture_inspection.inspect_waiting_photos(at=now())


@shared_task
def erase_unused_pictures():
    """Erase photos that belong to no notice and no tip."""
    picture_inspection.erase_unused_pictures(at=now())
