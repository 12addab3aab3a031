"""Touch a file while a Celery worker works, for the health check of its container (deploy/container/run)."""

import os
from contextlib import suppress
from pathlib import Path

from celery import signals

ALIVE = os.environ.get("WORKER_ALIVE_FILE", "")


@signals.heartbeat_sent.connect
def touch_alive_file(**_) -> None:
    """Touch WORKER_ALIVE_FILE. A worker does so every two seconds as long as it can receive jobs."""
    if ALIVE:
        with suppress(OSError):
            Path(ALIVE).touch()
