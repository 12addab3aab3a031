"""A relay as a process of its own, which the drill kills: `python -m tests.api.event_relay_process`."""

import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402  Django must be set up first
from django.utils.timezone import now  # noqa: E402

from api.services.event_relay import deliver_due_events  # noqa: E402

if __name__ == "__main__":
    settings.EVENTS_TO_LOOPBACK = True
    while True:
        deliver_due_events(at=now())
        time.sleep(0.1)
