"""How fast one sweeper is: `python -m bench.sweep [NUMBER] [--rounds N] [--profile]`.

Makes a database of its own as the tests do (or on the servers of DATABASE_OWNER_URL, DATABASE_URL and REDIS_URL if
all three are given), with NUMBER overdue complaints of forty officers, and sweeps them. Every round has a fresh one.
"""

import cProfile
import os
import pstats
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import psycopg

from bench import rounds
from tests import clusters, databases, servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
clusters.HASTY.update(shared_buffers="1GB", max_wal_size="8GB")  # as a server of this size is set up
os.environ.update(servers.keys())
os.environ.update(servers.given() if all(map(os.environ.get, servers.GIVEN)) else servers.start())
servers.settle("bench")

import django  # noqa: E402 (the settings need the servers' addresses)

django.setup()

from django.db import connection, connections  # noqa: E402

from monitoring.services import sweeping  # noqa: E402
from tests.monitoring import crowd  # noqa: E402
from tests.world import build, clock  # noqa: E402

OFFICERS = 40


def fresh_database() -> databases.Clone:
    """An empty portal with reference data, which the connections now point at."""
    names = "TEST_OWNER_URL", "TEST_APP_URL", "TEST_TEMPLATE"
    clone = databases.clone(*map(os.environ.__getitem__, names), "bench")
    connections.close_all()
    for alias in connections.settings:
        connections.settings[alias]["NAME"] = clone.name
    return clone


class Measured(NamedTuple):
    """Complaints a second, everything included; the longest transaction (s); microseconds of CPU a complaint, of the
    sweeper and of its PostgreSQL backend: on a busy machine they say more than the clock on the wall."""

    rate: float
    longest: float
    own_cpu: float
    database_cpu: float


def measure(number: int) -> Measured:
    """Sweep so many overdue complaints."""
    clone = fresh_database()
    world = build()
    crowd.overdue(world, number, holders=crowd.inquiry_officers(world, OFFICERS))
    with psycopg.connect(databases.at(os.environ["TEST_OWNER_URL"], clone.name), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")  # what autovacuum will have done where complaints come one by one
    whole = sweeping._sweep_batch
    took: list[float] = []
    sweeping._sweep_batch = timed(whole, took)
    began, own, database = time.perf_counter(), time.process_time(), database_seconds()
    done = sweeping.sweep(at=clock("17:00"))
    seconds, own, database = time.perf_counter() - began, time.process_time() - own, database_seconds() - database
    sweeping._sweep_batch = whole
    assert done.breaches == number
    connections.close_all()
    databases.drop(os.environ["TEST_OWNER_URL"], clone.name)
    return Measured(number / seconds, max(took), own / number * 1e6, database / number * 1e6)


def database_seconds() -> float:
    """The CPU that this connection's backend has used, user and system, where the machine tells."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def timed(function: Callable, took: list[float]) -> Callable:
    """The function, whose every call notes how long it took, in seconds."""

    def call(*args, **kwargs):
        began = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            took.append(time.perf_counter() - began)

    return call


def profile(number: int) -> None:
    """Where one sweep's time goes, by the functions' own time."""
    with cProfile.Profile() as watched:
        measure(number)
    pstats.Stats(watched).sort_stats("tottime").print_stats(25)


def main() -> None:
    wanted = rounds.asked(__doc__, number=20_000, rounds=5)
    if wanted.profile:
        return profile(wanted.number)
    found = [measure(wanted.number) for _ in range(wanted.rounds)]
    rounds.say(f"{wanted.number} overdue complaints", "complaints", [one.rate for one in found])
    print(f"  longest transaction: {max(one.longest for one in found):.3f} s")
    own, database = (statistics.median(column) for column in list(zip(*found, strict=True))[2:])
    print(f"  CPU a complaint: {own:.0f} µs in the sweeper, {database:.0f} µs in its PostgreSQL backend")


if __name__ == "__main__":
    main()
