"""Jobs of the schedule (config.celery)."""

from celery import current_app, shared_task
from django.utils import timezone

from accounts.queries import replica
from accounts.services import heartbeat, sessions, unfinished_jobs


@shared_task
def beat() -> None:
    """Where a replica is set: the primary's sign of life."""
    if replica.is_set():
        heartbeat.beat(at=timezone.now())


@shared_task(expires=5)
def take_up() -> None:
    """Every five seconds, from beat: what a killed worker, or one without its database, has left behind."""
    unfinished_jobs.take_up(lambda job, tries: current_app.send_task(job, headers={"tries": tries}, retry=False))


@shared_task
def erase_sessions() -> None:
    """Once an hour: what has run out."""
    sessions.erase_run_out(at=timezone.now())
