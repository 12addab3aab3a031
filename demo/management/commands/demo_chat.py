"""`demo_chat`: answer WhatsApp messages until the command is stopped.

`make demo` runs it while its data are made, because Celery's worker and beat start only after them.
"""

import signal
import threading

from django.core.management.base import BaseCommand
from django.db import OperationalError
from django.utils.timezone import now

from whatsapp.services import media_download, message_sending, update_processing

PAUSE = 0.5  # seconds


class Command(BaseCommand):
    help = "Answer what is written by WhatsApp, until this command is ended."

    def handle(self, **options):
        stop_requested = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop_requested.set())  # the current round is finished first
        while not stop_requested.wait(PAUSE):
            try:
                _answer_waiting_updates()
            except OperationalError as trouble:
                self.stderr.write(f"The database does not answer: {type(trouble).__name__}")


def _answer_waiting_updates() -> None:
    at = now()
    update_processing.process_updates(at=at)
    media_download.download_due_files(at=at)
    message_sending.send_due_messages(at=at)
