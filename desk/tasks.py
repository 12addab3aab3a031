"""Scheduled jobs of the desk. Each calls one service and is harmless if it runs twice or late."""

from celery import shared_task
from django.utils.timezone import now

from desk.services import audit_export, export_schedules, notification_digests


@shared_task
def send_due_exports():
    """Send the links of scheduled exports. Runs several times each morning, in case of an outage at seven."""
    export_schedules.send_due_exports(at=now())


@shared_task
def send_notification_digests():
    """Send the digests that officers chose and that are due. Runs every ten minutes."""
    notification_digests.send_notification_digests(at=now())


@shared_task
def make_audit_exports():
    """Make the audit exports that auditors requested. Runs every minute."""
    audit_export.make_audit_exports(at=now())


@shared_task
def delete_expired_audit_exports():
    """Delete audit exports that are a week old. Runs hourly."""
    audit_export.delete_expired_audit_exports(at=now())
