"""A worker that sweeps thousands of overdue complaints, on servers that a test may kill. The test plays beat."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from celery import Celery
from kombu.exceptions import OperationalError

from ledger import chain
from operations import child_processes
from tests.databases import ROOT
from tests.faults.chatting import Broker, Postgres, until

OVERDUE = 5_000
# Sixty hours late by the real clock, which the worker reads, so that no step falls due during the test.
# Every second clock was stopped before any sweep ran: the same steps were due.
CROWD = f'''
import django
django.setup()
from tests.monitoring import crowd
from tests.world import build
world = build()
crowd.overdue(world, {OVERDUE}, holders=crowd.inquiry_officers(world, 4))
from django.db import connection
connection.cursor().execute("""
    UPDATE complaints_runningclock AS clock
    SET due_at = moved.due_at, next_step_at = moved.due_at, started_at = moved.due_at - clock.limit
    FROM (SELECT id, due_at - max(due_at) OVER () + now() - interval '60 hours' AS due_at
          FROM complaints_runningclock) AS moved
    WHERE moved.id = clock.id;

    WITH stopped AS (DELETE FROM complaints_runningclock WHERE complaint_id % 2 = 0 RETURNING *)
    INSERT INTO complaints_clockrun
        (complaint_id, clock, cycle, started_at, ended_at, budget, "limit", step, why, unswept_at)
    SELECT complaint_id, clock, cycle, started_at, now(), due_at - started_at, "limit", step, 'done', due_at
    FROM stopped""")
'''
DUE = """SELECT (SELECT count(*) FROM complaints_runningclock WHERE next_step_at <= now())
    + (SELECT count(*) FROM complaints_clockrun WHERE unswept_at <= now())"""
EVENTS = (
    "SELECT complaint_id, prev, body, mac FROM complaints_event WHERE kind IN ('breach', 'escalation') ORDER BY 1, seq"
)


class Sweeping:
    """All running parts: PostgreSQL, broker, and one worker that is restarted whenever it ends."""

    def __init__(self, folder: Path):
        self.postgres, self.broker = Postgres(), Broker(folder)
        told = {
            "REDIS_URL": self.broker.url,
            "SWEEP_HELD_ABOVE": "1000000",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        self.environment = os.environ | self.postgres.clone.environment | told
        self.beat = Celery(broker=self.broker.url)
        self.beat.conf.broker_connection_timeout = 1
        subprocess.run([sys.executable, "-c", CROWD], env=self.environment, cwd=ROOT, check=True)
        self.child, self.log = None, (folder / "worker.log").open("wb")

    def beats(self) -> None:
        """Send the worker the task that beat sends each minute."""
        if self.child is None or self.child.poll() is not None:
            command = [Path(sys.executable).parent / "celery", "--quiet", "-A", "config", "worker", "--pool", "solo"]
            command += ["--loglevel", "ERROR", "--without-gossip", "--without-mingle", "--without-heartbeat"]
            streams = {"stdout": self.log, "stderr": self.log}
            self.child = child_processes.start_child(command, env=self.environment, cwd=ROOT, **streams)
        with suppress(OperationalError, OSError):
            self.beat.send_task("sla.tasks.sweep", queue="sweep", retry=False)

    def asks(self, question: str) -> int:
        """Return one number from the database, as its owner; -1 while the database is away."""
        with suppress(psycopg.OperationalError), psycopg.connect(self.postgres.clone.owner_url) as owner:
            return owner.execute(question).fetchone()[0]
        return -1

    @contextmanager
    def held_at(self, table: str, statement: str):
        """Let a sweep wait in the middle of a batch: before a statement that begins so and writes to that table."""
        waiting = f"""SELECT count(*) FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND datname = current_database()
            AND ltrim(query, E' \\n') LIKE '{statement}%'"""
        owner = psycopg.connect(self.postgres.clone.owner_url)
        try:
            owner.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
            until(lambda: self.beats() or self.asks(waiting) > 0, f"a sweep waits for {table}")
            yield
        finally:
            with suppress(psycopg.Error):
                owner.rollback()
            owner.close()

    def kill(self, victim: str) -> None:
        """Kill one part by SIGKILL. It comes back."""
        match victim:
            case "worker":
                child_processes.stop_child(self.child, by=signal.SIGKILL)
            case "broker":
                self.broker.kill()
                self.broker.start()
            case "postgresql":
                self.postgres.kill(signal.SIGKILL)
                self.postgres.start()

    def finish(self) -> None:
        """Wait until nothing is due and everybody has been notified."""
        until(lambda: self.beats() or self.asks(DUE) == 0, "all that was due was swept")
        until(lambda: self.beats() or self.asks("SELECT count(*) FROM sla_notice") == 0, "all were told")

    def chains_are_whole(self) -> bool:
        """Return whether every event of a sweep follows the one before it, and the chain head is the last one."""
        last: dict[int, bytes] = {}
        with psycopg.connect(self.postgres.clone.owner_url) as owner:
            for complaint, prev, body, mac in owner.execute(EVENTS):
                assert prev == last.get(complaint, chain.CHAIN_START)
                assert mac == chain.compute_link(os.environ["CHAIN_KEY"].encode(), prev, body)
                last[complaint] = mac
            heads = "SELECT complaint_id, mac FROM complaints_chainhead WHERE complaint_id = ANY(%s)"
            assert dict(owner.execute(heads, [list(last)]).fetchall()) == last
        return len(last) == OVERDUE

    def close(self) -> None:
        if self.child:
            child_processes.stop_child(self.child)
        self.log.close()
        self.broker.kill()
        self.postgres.close()
