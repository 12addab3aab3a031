"""How fast delays are counted and frozen after a sweep: `python -m bench.shares [NUMBER] [--rounds N] [--profile]`.

The sweep flags; `monitoring.services.reviews.sharing` then counts whose each delay was and freezes its dossier. Here
for NUMBER flags of forty officers, whose complaints the cell had for twenty minutes and an inquiry officer since.
"""

import cProfile
import os
import pstats
import time
from contextlib import suppress

from psycopg.errors import InsufficientPrivilege

from bench import rounds
from bench import sweep as bench  # servers and settings; first, because Django needs their addresses
from tests.monitoring import crowd
from tests.world import build, clock

from django.db import connections  # isort: skip

from monitoring.models import Dossier
from monitoring.services import sweeping
from monitoring.services.reviews import sharing
from tests import databases


def measure(number: int, watched: cProfile.Profile | None = None) -> tuple[float, int]:
    """Flags a second, and statements, of one job."""
    clone, world, asked = bench.fresh_database(), build(), [0]
    pattern = crowd.overdue(world, number, holders=crowd.inquiry_officers(world, bench.OFFICERS))
    crowd.with_ledgers(pattern.pk)
    sweeping.sweep(at=clock("17:00"))

    def counted(execute, *statement):
        asked[0] += 1
        return execute(*statement)

    began = time.perf_counter()
    if watched:
        watched.enable()
    with connections["default"].execute_wrapper(counted):
        assert sharing.share_blame(at=clock("17:01")) == number
    if watched:
        watched.disable()
    seconds = time.perf_counter() - began
    assert Dossier.objects.count() == number
    connections.close_all()
    with suppress(InsufficientPrivilege):  # autovacuum is at it; the server ends with this process
        databases.drop(os.environ["TEST_OWNER_URL"], clone.name)
    return number / seconds, asked[0]


def main() -> None:
    wanted = rounds.asked(__doc__, number=5_000, rounds=3)
    if wanted.profile:
        watched = cProfile.Profile()
        measure(wanted.number, watched)
        pstats.Stats(watched).sort_stats("tottime").print_stats(30)
        return
    rates, asked = zip(*(measure(wanted.number) for _ in range(wanted.rounds)), strict=True)
    rounds.say(f"{wanted.number} flags, {max(asked)} statements", "flags", rates)


if __name__ == "__main__":
    main()
