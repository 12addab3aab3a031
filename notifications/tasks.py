"""The scheduled job that sends messages from the outbox."""

from celery import shared_task
from django.utils.timezone import now

from notifications.services import deliver_due_messages


@shared_task
def deliver_messages():
    """Send the messages that are due. Runs every five seconds. It is safe if two runs overlap."""
    deliver_due_messages(at=now())
