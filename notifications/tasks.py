"""Jobs of the outbox."""

from celery import shared_task
from django.utils.timezone import now

from notifications.services import deliver_due


@shared_task(expires=10)
def deliver():
    """Every five seconds, from beat. Harmless if it runs twice or late; a late one steps aside for the next."""
    deliver_due(at=now())
