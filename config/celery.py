"""The jobs' application and the whole schedule, in one reviewed place."""

import os

from celery import Celery, signals

from config.start import refuse_to_fall_open

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "send what waits in the outbox": {"task": "notifications.tasks.deliver", "schedule": 5.0},
}


@signals.worker_init.connect
@signals.beat_init.connect
def check_before_work(**_) -> None:
    """Worker and beat refuse to start where the web server would."""
    refuse_to_fall_open()
