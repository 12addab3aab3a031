"""django-helpdesk's escalation: `manage.py escalate_tickets` over tickets of its own that have waited too long.

Its letters go nowhere (Django's dummy backend) and its tickets have no follow-ups, both in its favour.
"""

import subprocess
from pathlib import Path

from bench.peer import QUEUE, Helpdesk

DAYS = """
Queue.objects.update(escalate_days=1)
"""
TICKETS = """
from datetime import timedelta
from django.utils.timezone import now
from helpdesk.models import FollowUp, Queue, Ticket
FollowUp.objects.all().delete()
Ticket.objects.all().delete()
queue, created = Queue.objects.get(), now() - timedelta(days=9)
Ticket.objects.bulk_create(Ticket(queue=queue, title="A complaint", description="My shop was broken into.",
    submitter_email="ayesha@example.com", priority=3, created=created) for _ in range({number}))
Ticket.objects.update(created=created)
"""
ESCALATE = """
import time
from django.core.management import call_command
from helpdesk.models import Ticket
before = time.perf_counter()
call_command("escalate_tickets")
print(time.perf_counter() - before)
assert Ticket.objects.filter(priority=2).count() == {number}
"""


class Escalating(Helpdesk):
    """With a queue that escalates after a day; its pages are not asked for."""

    prepare = QUEUE + DAYS

    def __init__(self, folder: Path):
        super().__init__(folder, workers=1, threads=1)

    def escalate(self, number: int) -> float:
        """So many tickets, escalated once. Seconds, without the start of the process."""
        self._run("-m", "django", "shell", "--verbosity", "0", "-c", TICKETS.format(number=number))
        command = [self._program("python"), "-m", "django", "shell", "--verbosity", "0"]
        command += ["-c", ESCALATE.format(number=number)]
        done = subprocess.run(
            command, cwd=self.folder, env=self._environment, check=True, capture_output=True, text=True
        )
        return float(done.stdout.split()[-1])
