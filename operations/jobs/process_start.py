"""What worker and beat check before they take work. Celery imports this module once Django is set up."""

from celery import signals

from operations.jobs.broker_access import require_broker_access
from operations.pooling.database_pooling import require_own_session
from operations.start_checks import run_start_checks, warn_without_sandbox


@signals.worker_init.connect
@signals.beat_init.connect
def run_start_checks_before_work(**_) -> None:
    """Let worker and beat refuse to start for the same reasons as the web server."""
    run_start_checks()
    require_broker_access()


@signals.worker_init.connect
def refuse_shared_session(**_) -> None:
    """Refuse to work behind a pool in transaction mode, because jobs hold locks for longer than a transaction."""
    require_own_session()


@signals.worker_init.connect
def say_how_files_are_inspected(**_) -> None:
    """Log it once, if files are inspected without a sandbox or not at all."""
    warn_without_sandbox()
