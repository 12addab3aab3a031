"""The scheduled jobs of the outbox: send messages, and delete old ones."""

from celery import shared_task
from django.utils.timezone import now

from notifications.services import delete_old_messages, deliver_due_messages


@shared_task
def deliver_messages():
    """Send the messages that are due. Runs every five seconds. It is safe if two runs overlap."""
    deliver_due_messages(at=now())


@shared_task(expires=600)
def delete_finished_messages():
    """Delete messages that were finished long ago. Every ten minutes of the early morning, a minute at most."""
    delete_old_messages(at=now())
