"""An inspection that hangs holds up only the worker of its own queue."""

import psycopg
import pytest
from django.utils.timezone import now

from config.celery import app
from notifications.models import Message
from notifications.services import enqueue
from tests.browser.portal import Portal
from tests.faults.chatting import until
from tests.world import build

pytestmark = pytest.mark.slow
WAITING = """SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
    AND query LIKE '%complaints_evidence%'"""


def test_messages_go_out_while_an_inspection_is_stuck(own_database, static_root, tmp_path):
    world = build()
    complaint = world.complaint()
    Message.objects.all().delete()
    portal = Portal(own_database, static_root=static_root, folder=tmp_path)
    with (
        portal.worker(queue="inspection"),
        portal.worker(queue="messages"),
        psycopg.connect(own_database.owner_url) as owner,
        psycopg.connect(own_database.owner_url, autocommit=True) as watcher,
    ):
        owner.execute("LOCK TABLE complaints_evidence IN ACCESS EXCLUSIVE MODE")
        for _ in range(3):
            app.send_task("complaints.tasks.inspect_evidence")
        until(lambda: watcher.execute(WAITING).fetchone()[0] > 0, "an inspection is stuck")
        enqueue(recipient=f"complainant:{complaint.complainant_id}", template="registered", context={}, at=now())
        app.send_task("notifications.tasks.deliver_messages")
        until(lambda: Message.objects.get().attempts, "the message was taken")
        assert watcher.execute(WAITING).fetchone()[0] > 0
        owner.rollback()
