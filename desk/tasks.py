"""Scheduled jobs of the desk (schedule: config.celery)."""

from celery import shared_task
from django.utils.timezone import now

from desk.services import notification_digests


@shared_task
def send_notification_digests():
    """Send the digests that officers chose and that are due. Runs every ten minutes."""
    notification_digests.send_notification_digests(at=now())
