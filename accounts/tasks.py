"""Scheduled jobs of this app (schedule: config.celery)."""

from celery import current_app, shared_task
from django.utils import timezone

from accounts.queries import replica
from accounts.services import heartbeat_writer, sessions, unfinished_jobs


@shared_task
def write_heartbeat() -> None:
    """Write a heartbeat so that a replica, if one is configured, can measure its lag."""
    if replica.is_replica_configured():
        heartbeat_writer.write_heartbeat(at=timezone.now())


@shared_task
def restart_unfinished_jobs() -> None:
    """Restart jobs that a killed worker, or one without its database, left unfinished. Runs every five seconds."""
    unfinished_jobs.restart_interrupted_jobs(
        lambda job, tries: current_app.send_task(job, headers={"tries": tries}, retry=False)
    )


@shared_task
def delete_expired_sessions() -> None:
    """Delete expired sessions. Runs once an hour."""
    sessions.delete_expired_sessions(at=timezone.now())


@shared_task
def end_sessions_of_expired_postings() -> None:
    """End the sessions of officers whose posting has ended at a time set beforehand. Runs once a minute."""
    sessions.end_sessions_of_expired_postings(at=timezone.now())
