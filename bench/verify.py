"""How fast the log is verified: `python -m bench.verify [EVENTS] [--rounds N]`; `--filled`: DATABASE_URL as it is.

Makes a database of its own as the tests do, with so many events in chains of twenty and more, sealed, under one daily
head, and runs `verify_history --all` on it in a process of its own: with one process, then with one a core.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from bench.sweep import fresh_database  # isort: skip (servers and settings: Django needs their addresses)

from django.conf import settings
from django.db import connection

from complaints.rules.parties import SYSTEM
from complaints.services import history
from complaints.services.heads import publish
from complaints.services.history import Entry, Head
from complaints.services.sealing import seal_events
from tests.monitoring import crowd
from tests.world import build, clock

EACH = 20
RESULTS = Path(__file__).parent / "results" / "verify.json"
RATE = re.compile(r"\(([\d,]+) events a second\)")


def fill(events: int) -> None:
    """So many events, by the services that write them in earnest."""
    world = build()
    crowd.overdue(world, events // EACH, holders=crowd.inquiry_officers(world, 40))
    for number in range(EACH):
        at = clock("17:00") + timedelta(minutes=number)
        with connection.cursor() as cursor:
            cursor.execute("SELECT complaint_id, seq, mac, at FROM complaints_chainhead")
            heads = {row[0]: Head(row[0], row[1], bytes(row[2]), row[3]) for row in cursor.fetchall()}
        entry = Entry("note", 1, {"of": "a bench", "number": number, "why": "so that there is something to hash"})
        history.append_many(heads, [(pk, entry) for pk in heads], by=SYSTEM, at=at)
        while seal_events(at=at):
            pass
    publish(at=clock("+1d 00:10"))


def verify(processes: int) -> float:
    """Events a second, all of the command's own work included."""
    command = [sys.executable, "manage.py", "verify_history", "--all", f"--processes={processes}"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    return float(RATE.search(done.stdout)[1].replace(",", ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("events", nargs="?", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--filled", action="store_true")
    wanted = parser.parse_args()
    if not wanted.filled:
        clone = fresh_database()
        os.environ |= clone.environment
        fill(wanted.events)
    found = {n: [verify(n) for _ in range(wanted.rounds)] for n in (1, os.cpu_count())}
    for processes, rates in found.items():
        print(f"{processes} processes: {statistics.median(rates):,.0f} events a second "
              f"({min(rates):,.0f} to {max(rates):,.0f}), load {os.getloadavg()[0]:.1f}")  # fmt: skip
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"rates": found, "load": os.getloadavg()}, indent=1))


if __name__ == "__main__":
    main()
