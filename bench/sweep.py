"""Measure the sweep with many open complaints, compared with django-helpdesk's `escalate_tickets`.

In each round, a first sweep finds nothing due. Then some thousand complaints become due, and one sweep finds, records
and flags them, writes their histories and sends notices. A thread measures how long transactions last. On a busy
machine, the processor times are more reliable than complaints per second.
"""

import argparse
import os
import threading
import time
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import mean

import psycopg
from django.db import connection

from bench import helpdesk_peer, load_client, report
from sla.models import Breach
from sla.services import circuit_breaker, sweeping
from tests import databases
from tests.monitoring import crowd
from tests.world import build, clock

OFFICERS = 400
EMPTY_SWEEPS, TICKETS = 20, 1_000
BECOME_DUE = """
    UPDATE complaints_runningclock SET due_at = %(at)s, next_step_at = %(at)s
    WHERE id IN (SELECT id FROM complaints_runningclock WHERE due_at > %(at)s ORDER BY id LIMIT %(number)s)
"""
OLDEST_TRANSACTION = """
    SELECT extract(epoch FROM max(clock_timestamp() - xact_start))::float FROM pg_stat_activity
    WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
SWEEP, EMPTY = "sweep", "nothing due"


@contextmanager
def watched_transactions(longest: list[float]):
    """Append to `longest` the seconds of the longest transaction inside this context, to about ten milliseconds."""
    ended, ages = threading.Event(), [0.0]
    name = connection.settings_dict["NAME"]

    def watch() -> None:
        with psycopg.connect(databases.at(os.environ["TEST_OWNER_URL"], name), autocommit=True) as owner:
            while not ended.wait(0.01):
                ages.append(owner.execute(OLDEST_TRANSACTION, [name]).fetchone()[0] or 0.0)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        longest.append(max(ages))


def database_seconds() -> float:
    """Return the processor time of this connection's backend, or 0 if the system does not provide it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


class Sweeps:
    """The rounds of the sweep, ten minutes apart in the portal's time, with transaction and processor times."""

    def __init__(self, due: int):
        self.due, self.at, self.total = due, clock("17:00"), 0
        self.longest: list[float] = []
        self.processor: list[tuple[float, float]] = []

    def empty(self) -> load_client.Sample:
        """Sweep when nothing is due, with the circuit breaker, as the scheduled job does."""
        sweeping.sweep(at=self.at)
        return load_client.repeat(lambda: circuit_breaker.sweep_except_held_batches(at=self.at), EMPTY_SWEEPS)

    def full(self) -> load_client.Sample:
        """Sweep `due` complaints. Raises AssertionError if one is missed or found twice."""
        self.at += timedelta(minutes=10)
        with connection.cursor() as cursor:
            cursor.execute(BECOME_DUE, {"at": self.at, "number": self.due})
        with psycopg.connect(databases.at(os.environ["TEST_OWNER_URL"], connection.settings_dict["NAME"])) as owner:
            owner.autocommit = True
            owner.execute("VACUUM ANALYZE")  # as autovacuum does if complaints arrive one by one
        process, database = time.process_time(), database_seconds()
        with watched_transactions(self.longest):
            began = time.perf_counter()
            breaches = sweeping.sweep(at=self.at).breaches
            seconds = time.perf_counter() - began
        used = time.process_time() - process, database_seconds() - database
        self.processor.append(tuple(part / breaches * 1e6 for part in used))
        self.total += breaches
        assert breaches >= self.due
        assert not sweeping.sweep(at=self.at).breaches
        return load_client.Sample([1000 * seconds / breaches] * breaches, seconds)


def measure(options: argparse.Namespace) -> None:
    """Measure the rounds; print the results and write bench/results/sweep.json."""
    world = build()
    crowd.overdue(world, 0, holders=crowd.inquiry_officers(world, OFFICERS), beside=options.open)
    sweeps = Sweeps(options.due)
    with ExitStack() as stack:
        sweeping.sweep(at=sweeps.at)
        before = Breach.objects.count()
        contestants = {EMPTY: sweeps.empty, SWEEP: sweeps.full}
        if options.peer:
            helpdesk = stack.enter_context(helpdesk_peer.helpdesk())
            contestants[helpdesk_peer.NAME] = lambda: helpdesk.escalate(TICKETS)
        rows = load_client.run_in_turn(contestants, options.rounds)
        assert Breach.objects.count() == before + sweeps.total
    row = rows[SWEEP]
    row["longest_transaction_s"] = max(sweeps.longest)
    row["own_microseconds"], row["database_microseconds"] = map(mean, zip(*sweeps.processor, strict=True))
    if options.peer:
        row["times_as_fast_as_helpdesk"] = row["per_second"] / rows[helpdesk_peer.NAME]["per_second"]
    report.add_targets(row, at_most={"longest_transaction_s": 0.5}, at_least={"per_second": 6_000})
    report.add_targets(rows[EMPTY], at_most={"p50": 5})
    report.save("sweep", rows, open=options.open, due=options.due, rounds=options.rounds)
