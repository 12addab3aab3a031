"""The scheduled job that sends messages from the outbox."""

from celery import shared_task
from django.utils.timezone import now

from notifications.services import deliver_due_messages


@shared_task(expires=10)
def deliver_messages():
    """Send the messages that are due. Runs every five seconds.

    It is safe if two runs overlap. A run that waits for more than ten seconds expires in favour of the next one.
    """
    deliver_due_messages(at=now())
