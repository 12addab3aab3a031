"""The statements of a scrape use indexes, whatever the size of the tables."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from complaints.models import Evidence, RunningClock
from complaints.services.log.log_seals import seal_events
from mail_intake.models import IncomingMail
from operations.metrics.state_metrics import MetricsSnapshot
from tests.plans import as_in_production, large
from whatsapp.models import Update

TABLES = [
    *("notifications_message", "complaints_runningclock", "complaints_event", "complaints_sealedevent"),
    *("complaints_evidence", "monitoring_pending", "whatsapp_update"),
    "mail_intake_incomingmail",
]


@pytest.fixture
def asked(world):
    """Return the statements of a scrape with their values, while Ayesha's complaint is open; no table is empty."""
    complaint = world.complaint("financial_crime", "09:00")
    seal_events(at=now())
    IncomingMail.objects.create(key=b"m", received_at=now(), expires_at=now(), state=IncomingMail.State.DONE)
    Update.objects.create(key=b"k", sender=b"s", received_at=now(), state=Update.State.DONE)
    shown = {"kind": Evidence.Kind.PHOTO, "media_type": "image/png", "state": Evidence.State.SHOWN}
    Evidence.objects.create(complaint=complaint, size=1, created_at=now(), **shown)
    statements = []

    def note(execute, sql, params, many, context):
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        list(MetricsSnapshot(now()).collect())
    return statements


def test_no_statement_of_a_scrape_reads_a_large_table_through(asked):
    as_in_production()
    found = {}
    with ExitStack() as stack, connection.cursor() as cursor:
        for table in TABLES:
            stack.enter_context(large(table))
        for sql, params in asked:
            cursor.execute(f"EXPLAIN {sql}", params)
            plan = "\n".join(line for (line,) in cursor.fetchall())
            found |= {f"{sql[:200]}\n{plan}": table for table in TABLES if f"Seq Scan on {table}" in plan}
    assert len(asked) == 19
    assert found == {}, "\n\n".join(found)


def test_one_that_does_is_found(world):
    with large("complaints_runningclock"):
        late = RunningClock.objects.filter(started_at__lte=now() - timedelta(days=1))
        assert "Seq Scan on complaints_runningclock" in late.explain()
