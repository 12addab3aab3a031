"""The jobs' application and the whole schedule, in one reviewed place."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "send what waits in the outbox": {"task": "notifications.tasks.deliver", "schedule": 5.0},
}
