"""Celery tasks of the API. Each may run twice, late, or in parallel without harm."""

from celery import shared_task
from django.utils.timezone import now

from api.services.event_relay import deliver_due_events
from api.services.event_retention import delete_old_events
from api.services.idempotent_requests import delete_old_answers


@shared_task(expires=3000)
def forget_old_answers():
    """Delete answers to repeated requests after a day. Every hour."""
    delete_old_answers(at=now())


@shared_task
def deliver_events():
    """Send due events to partners. Every five seconds, a minute at most. It is safe if two runs overlap."""
    deliver_due_events(at=now())


@shared_task(expires=3000)
def forget_old_events():
    """Delete events of partners after EVENTS_KEPT_DAYS. Every hour."""
    delete_old_events(at=now())
