"""The sweep among a million open complaints: `python -m bench.million [--open N] [--due N] [--rounds N] [--peer]`.

In a database of its own: an empty sweep over what is open, with its plan; registration while nothing else goes on; all
that is due, with statements and WAL; registration while another process sweeps as much as a third of that. With
`--peer`, django-helpdesk's `escalate_tickets` on the same server. Everything goes to bench/results/million.json.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import psycopg

from bench import sweep as bench  # servers and settings; first, because Django needs their addresses
from tests.monitoring import crowd
from tests.world import World, build, clock

from django.db import connection  # isort: skip

from bench.peer_escalation import Escalating
from monitoring.models import Breach
from monitoring.services import holding, statements, sweeping
from tests.databases import ROOT

RESULTS = Path(__file__).parent / "results" / "million.json"
BESIDE = "import sys; from tests.monitoring import sweepers; print(sweepers.alone(sys.argv[1]))"
LATER = """
    UPDATE complaints_runningclock SET due_at = %s, next_step_at = %s
    WHERE id IN (SELECT id FROM complaints_runningclock WHERE due_at > %s ORDER BY id LIMIT %s)"""
PEER_TICKETS = 1_000


def milliseconds(work: Callable[[], object], times: int) -> list[float]:
    """How long each of so many calls took, sorted."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)


def said(took: list[float]) -> dict:
    """Median, 95th of a hundred, least and most."""
    p95 = took[min(len(took) - 1, int(len(took) * 0.95))]
    return {"p50": statistics.median(took), "p95": p95, "min": took[0], "max": took[-1], "n": len(took)}


def registering(world: World) -> Callable[[], object]:
    """A registration through the service, each by another call; at three in the afternoon nothing of it is due."""
    number = count()
    return lambda: world.complaint("property_crime", "15:00", text=f"My shop was broken into {next(number)} times.")


def empty(rounds: int) -> dict:
    """A sweep that finds nothing due, alone and with the breaker before it; the plan of what it asks."""
    at = clock("15:00")
    found = {"sweep_ms": said(milliseconds(lambda: sweeping.sweep(at=at), rounds))}
    found["with_breaker_ms"] = said(milliseconds(lambda: holding.sweep(at=at), rounds))
    with connection.cursor() as cursor:
        values = {"at": at, "until": at, "batch": sweeping.BATCH, "held": "{}"}
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + statements.CLAIM, values)
        found["plan"] = [line for (line,) in cursor.fetchall()]
    return found


def wal() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
        return int(cursor.fetchone()[0])


def whole(at) -> dict:
    """One sweep of all that is due: seconds, statements (a COPY is one), WAL, the longest transaction."""
    asked, took, batch = [0], [], sweeping._sweep_batch

    def counted(execute, *statement):
        asked[0] += 1
        return execute(*statement)

    sweeping._sweep_batch = bench.timed(batch, took)
    before, began = wal(), time.perf_counter()
    with connection.execute_wrapper(counted):
        done = sweeping.sweep(at=at)
    seconds = time.perf_counter() - began
    sweeping._sweep_batch = batch
    written = wal() - before
    return {
        "breaches": done.breaches,
        "seconds": seconds,
        "a_second": done.breaches / seconds,
        "statements": asked[0] + done.batches,
        "batches": done.batches,
        "wal_bytes": written,
        "wal_bytes_each": written / done.breaches,
        "longest_transaction_s": max(took),
    }


def beside_a_sweep(world: World, at, environment: dict) -> dict:
    """Registrations one after the other for as long as another process sweeps."""
    register, took, before = registering(world), [], Breach.objects.count()
    child = subprocess.Popen(
        [sys.executable, "-c", BESIDE, at.isoformat()],
        env=os.environ | environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    while Breach.objects.count() == before and child.poll() is None:
        time.sleep(0.01)
    while child.poll() is None:
        took += milliseconds(register, 5)
    return said(sorted(took)) | {"swept": int(child.communicate()[0])}


def peer(rounds: int, owner_url: str) -> list[float]:
    """Milliseconds that django-helpdesk takes for each ticket, round by round."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Escalating(Path(folder))
        try:
            desk.start(owner_url)
            return [desk.escalate(PEER_TICKETS) / PEER_TICKETS * 1000 for _ in range(rounds)]
        finally:
            desk.stop()


def say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--open", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer", action="store_true", help="let django-helpdesk take part")
    wanted = parser.parse_args()
    found = {"open": wanted.open, "due": wanted.due, "cores": os.cpu_count(), "load_at_the_start": os.getloadavg()}
    clone, world = bench.fresh_database(), build()
    began = time.perf_counter()
    holders = crowd.inquiry_officers(world, 400)
    crowd.overdue(world, wanted.due, holders=holders, beside=wanted.open - wanted.due)
    with connection.cursor() as cursor:
        cursor.execute(LATER, [clock("18:00"), clock("18:00"), clock("18:00"), wanted.due // 3])
    with psycopg.connect(clone.owner_url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    say("filled")
    found["filled_s"] = time.perf_counter() - began
    found["empty"] = empty(50)
    say("swept for nothing")
    found["load_before_the_sweep"] = os.getloadavg()
    found["registration_idle_ms"] = said(milliseconds(registering(world), 300))
    say("registered")
    found["sweep"] = whole(clock("17:00"))
    say(json.dumps(found))
    found["registration_beside_ms"] = beside_a_sweep(world, clock("18:00"), clone.environment)
    say(json.dumps(found["registration_beside_ms"]))
    if wanted.peer:
        each = peer(wanted.rounds, os.environ["TEST_OWNER_URL"])
        ours = found["sweep"]["seconds"] / found["sweep"]["breaches"] * 1000
        found["django_helpdesk"] = {"ms_a_ticket": each, "ratio": statistics.median(each) / ours}
    found["load_at_the_end"] = os.getloadavg()
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")
    say(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
