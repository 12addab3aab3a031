"""Fifty thousand overdue complaints, four sweepers, one of them killed: every step exactly once."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Count, F

from complaints.models import ChainHead, Event, RunningClock
from ledger import chain
from notifications.models import Message
from reviews.models import Flag, Review
from sla.models import Breach, Notice
from sla.services.sweeping import SweepCounts, sweep
from tests.databases import ROOT, Clone
from tests.monitoring import crowd
from tests.world import build, clock

pytestmark = pytest.mark.slow

OVERDUE = 50_000
OFFICERS = 40
SWEEPERS = 4
# A second apart, so that the time of a record identifies its sweeper.
INSTANTS = [clock("17:00") + timedelta(seconds=n) for n in range(SWEEPERS)]


@contextmanager
def sweepers(which: str, database: Clone):
    """Start four sweepers in their own processes at the same moment."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.monitoring.sweepers", which, at.isoformat()],
            env=os.environ | database.environment | {"PGAPPNAME": f"sweeper-{n}"},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n, at in enumerate(INSTANTS)
    ]
    try:
        assert [process.stdout.readline() for process in started] == ["ready\n"] * SWEEPERS
        for process in started:
            process.stdin.write("go\n")
            process.stdin.flush()
        yield started
    finally:
        for process in started:
            process.kill()
            process.communicate()


def wait_until(condition, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


def have_claimed() -> int:
    return Breach.objects.values("noticed_at").distinct().count()


def is_gone(name: str) -> bool:
    """Return whether the database has noticed that a sweeper died and has released its locks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [name])
        return cursor.fetchone() == (0,)


def kill_one(processes: list[subprocess.Popen]) -> int:
    """Kill one sweeper at a random moment after all have claimed and before the work is done. Return which one."""
    wait_until(lambda: have_claimed() == SWEEPERS)
    time.sleep(random.uniform(0, 0.4))
    victim = random.randrange(SWEEPERS)
    processes[victim].kill()
    wait_until(lambda: is_gone(f"sweeper-{victim}"))
    assert RunningClock.objects.filter(next_step_at__lte=INSTANTS[0]).exists(), "killed after the work was done"
    return victim


def test_four_sweepers_with_one_killed_flag_every_overdue_complaint_exactly_once(own_database):
    world = build()
    holders = crowd.inquiry_officers(world, OFFICERS)
    crowd.overdue(world, OVERDUE, holders=holders)
    with sweepers("sound", own_database) as processes:
        victim = kill_one(processes)
        taken = [int(p.communicate()[0]) for n, p in enumerate(processes) if n != victim]
    by_the_victim = Breach.objects.filter(noticed_at=INSTANTS[victim]).count()
    assert all(taken)
    assert by_the_victim > 0
    assert sum(taken) + by_the_victim == OVERDUE

    each_is_recorded_and_flagged_once(holders)
    each_history_holds_one_breach_and_its_chain_is_whole()
    each_posting_is_told_of_all_its_complaints(world, holders)

    before = Message.objects.count()
    assert sweep(at=clock("17:05")) == SweepCounts()
    assert (Breach.objects.count(), Flag.objects.count(), Message.objects.count()) == (OVERDUE, OVERDUE, before)


def each_is_recorded_and_flagged_once(holders) -> None:
    assert Breach.objects.filter(level=0).count() == Breach.objects.count() == OVERDUE
    assert Breach.objects.values("complaint").distinct().count() == OVERDUE
    assert Flag.objects.count() == OVERDUE
    assert not Flag.objects.exclude(review__officer=F("breach__officer")).exists()
    reviews = Review.objects.open().values("officer").annotate(reviews=Count("pk")).values_list("officer", "reviews")
    assert dict(reviews) == {posting.officer_id: 1 for posting in holders}
    assert RunningClock.objects.filter(step=2, next_step_at=F("due_at") + timedelta(hours=24)).count() == OVERDUE


def each_history_holds_one_breach_and_its_chain_is_whole() -> None:
    assert Event.objects.filter(kind="breach").count() == OVERDUE
    assert Event.objects.filter(kind="breach").values("complaint").distinct().count() == OVERDUE
    swept = ChainHead.objects.filter(complaint__breaches__isnull=False).order_by("?")
    for head in swept[:500]:
        event = Event.objects.get(complaint_id=head.complaint_id)
        link = chain.compute_link(settings.CHAIN_KEY.encode(), chain.CHAIN_START, event.body)
        assert (bytes(event.prev), bytes(event.mac), bytes(head.mac)) == (chain.CHAIN_START, link, link)


def each_posting_is_told_of_all_its_complaints(world, holders) -> None:
    """Check that each sweep sent at most one message to a posting, and that they count every complaint together."""
    assert not Notice.objects.exists()
    messages, counted = Counter(), Counter()
    for recipient, context in Message.objects.filter(template="breached").values_list("recipient", "context"):
        messages[recipient] += 1
        counted[recipient] += context["count"]
    assert max(messages.values()) <= SWEEPERS - 1
    expected = Counter({f"posting:{posting.pk}": OVERDUE // OFFICERS for posting in holders})
    assert counted == expected | {f"posting:{world.dania.posting.pk}": OVERDUE}


def test_the_usual_way_escalates_the_same_complaint_again(own_database):
    """Negative control: the same four processes, with a sweep that counts what it tried to record."""
    world = build()
    crowd.overdue(world, 10_000, holders=[world.bilal.posting])
    with sweepers("naive", own_database) as processes:
        tried = [int(process.communicate()[0]) for process in processes]
    assert Breach.objects.count() == 10_000
    assert Notice.objects.count() == sum(tried)
    assert sum(tried) > 10_000
