"""A sweeper in its own process: `python -m tests.monitoring.sweepers sound|naive INSTANT`.

It prints "ready", waits for a line, sweeps, and prints how many steps it took. The instant marks its records.
"""

import sys
from datetime import datetime

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.db.models import Exists, OuterRef  # noqa: E402
from django.db.models.expressions import RawSQL  # noqa: E402

from complaints.models import RunningClock  # noqa: E402
from sla.models import Breach, Notice  # noqa: E402
from sla.services.sweeping import sweep  # noqa: E402

BATCH = 500
# Delay between the start of a statement and its first lock, as on a busy server, so that the race always happens.
A_MOMENT = RawSQL("(SELECT 0 FROM pg_sleep(0.05))", [])


def sound(at: datetime) -> int:
    done = sweep(at=at, batch=BATCH)
    return done.reminders + done.breaches + done.escalations


def naive(at: datetime) -> int:
    """Sweep in the common way: skip locked rows, exclude recorded breaches, ignore conflicts.

    The breaches are excluded as of the start of the statement. A sweeper that gets a lock just after another sweeper
    has committed handles the same complaint again, and notifies again, because it counts what it tried to record.
    """
    tried = 0
    while clocks := naive_batch(at):
        tried += clocks
    return tried


@transaction.atomic
def naive_batch(at: datetime) -> int:
    noticed = Breach.objects.filter(complaint=OuterRef("complaint"), clock=OuterRef("clock"), cycle=OuterRef("cycle"))
    due = RunningClock.objects.filter(~Exists(noticed), due_at__lte=at, pk__gt=A_MOMENT).order_by("due_at")
    clocks = list(due.select_for_update(skip_locked=True)[:BATCH])
    Breach.objects.bulk_create(
        [
            Breach(
                complaint_id=clock.complaint_id,
                clock=clock.clock,
                cycle=clock.cycle,
                level=0,
                due_at=clock.due_at,
                noticed_at=at,
                office_id=office,
            )
            for clock, office in zip(clocks, offices_of(clocks), strict=True)
        ],
        ignore_conflicts=True,
    )
    Notice.objects.bulk_create(
        Notice(recipient="office:1", template="escalated", count=1, etags=[str(clock.complaint_id)]) for clock in clocks
    )
    return len(clocks)


def offices_of(clocks) -> list[int]:
    with connection.cursor() as cursor:
        ids = [clock.complaint_id for clock in clocks]
        cursor.execute("SELECT id, office_id FROM complaints_complaint WHERE id = ANY(%s)", [ids])
        found = dict(cursor.fetchall())
    return [found[complaint] for complaint in ids]


if __name__ == "__main__":
    which, instant = sys.argv[1:]
    connection.ensure_connection()
    print("ready", flush=True)
    sys.stdin.readline()
    print({"sound": sound, "naive": naive}[which](datetime.fromisoformat(instant)), flush=True)
