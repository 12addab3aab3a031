"""Celery tasks of the API. Each may run twice, late, or in parallel without harm."""

from celery import shared_task
from django.utils.timezone import now

from api.services.idempotent_requests import delete_old_answers


@shared_task(expires=3000)
def forget_old_answers():
    """Delete answers to repeated requests after a day. Every hour."""
    delete_old_answers(at=now())
