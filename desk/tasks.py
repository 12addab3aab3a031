"""Scheduled jobs of the desk. Each calls one service and is harmless if it runs twice or late."""

from celery import shared_task
from django.utils.timezone import now

from desk.services import export_schedules


@shared_task
def send_due_exports():
    """Send the links of scheduled exports. Runs several times each morning, in case of an outage at seven."""
    export_schedules.send_due_exports(at=now())
