"""Workers of the chat are killed in the middle, again and again: each message is answered once, none is lost."""

import os
import subprocess
import sys
import time

from complaints.models import Complaint
from config import processes
from tests.databases import ROOT
from tests.whatsapp.phone import Phone, body_of, deliver
from tests.whatsapp.settings import SETTINGS
from tests.world import build, clock
from whatsapp.models import Chat, Sending, Update
from whatsapp.services import working

PEOPLE, KILLS = 25, 6
SAID = ("Salam", "2", "1", "2", "Multan", "They broke the lock.", "done", "skip", "skip", "Ayesha", "skip", "yes", "no")
# A worker as Celery runs it, without Celery: it works off what waits until it is killed.
WORKER = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from django.utils.timezone import now
from whatsapp.services import working
print("works", flush=True)
while True:
    working.work(at=now(), most=7)
"""


def test_a_killed_worker_loses_no_message_and_answers_none_twice(own_database, client, settings):
    build()
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    people = [Phone(number=f"92300{n:07d}", user_id=f"PK.{n}", client=client, at=clock("09:00")) for n in range(PEOPLE)]
    for text in (*SAID, "yes"):  # the last one sends it in
        deliver(client, body_of(*(one.message({"type": "text", "text": {"body": text}}) for one in people)))
    for _ in range(KILLS):
        worker = _starts(own_database.environment)
        time.sleep(0.4)
        processes.stop(worker, by=9)
    waited_for = Update.objects.filter(state="waiting").count()
    while working.work(at=clock("10:00")):
        pass
    total = PEOPLE * (len(SAID) + 1)
    assert waited_for < total, "no worker did anything before it was killed"
    assert Update.objects.filter(state="done").count() == total
    assert Sending.objects.count() == total
    assert Complaint.objects.for_system().count() == PEOPLE
    assert Chat.objects.count() == PEOPLE


def _starts(environment: dict) -> subprocess.Popen:
    """A worker that has begun."""
    child = processes.start(
        [sys.executable, "-c", WORKER], env=os.environ | environment | SETTINGS, cwd=ROOT, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout.readline() == b"works\n"
    return child
