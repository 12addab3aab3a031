"""Scheduled jobs of this app (schedule: config.celery)."""

from celery import current_app, shared_task
from django.utils import timezone

from accounts.queries import replica
from accounts.services import heartbeat, sessions, unfinished_jobs


@shared_task
def beat() -> None:
    """Write a heartbeat so that a replica, if one is configured, can measure its lag."""
    if replica.is_set():
        heartbeat.beat(at=timezone.now())


@shared_task(expires=5)
def take_up() -> None:
    """Restart jobs that a killed worker, or one without its database, left unfinished. Runs every five seconds."""
    unfinished_jobs.take_up(lambda job, tries: current_app.send_task(job, headers={"tries": tries}, retry=False))


@shared_task
def erase_sessions() -> None:
    """Delete expired sessions. Runs once an hour."""
    sessions.erase_run_out(at=timezone.now())
