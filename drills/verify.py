"""Time the verification of histories: `python -m drills.verify [EVENTS] [--rounds N]`; `--filled` uses DATABASE_URL.

Creates a database with that many events in chains of more than twenty, with seals and one hourly head, and runs
`verify_history --all` on it with one process, then with one per core. Writes drills/results/verify.json.
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

from bench import servers

servers.start({"shared_buffers": "1GB", "max_wal_size": "8GB"}, filled="--filled" in sys.argv)

from django.conf import settings  # noqa: E402 (modules that read Django's settings are imported after the start)
from django.db import connection  # noqa: E402

from complaints.rules.actors import SYSTEM  # noqa: E402
from complaints.services import history  # noqa: E402
from complaints.services.history import EventEntry, SweepHead  # noqa: E402
from complaints.services.log.log_heads import publish_head  # noqa: E402
from complaints.services.log.log_seals import seal_events  # noqa: E402
from tests.monitoring import crowd  # noqa: E402
from tests.world import build, clock  # noqa: E402

EVENTS_PER_CHAIN = 20
RESULTS = Path(__file__).parent / "results" / "verify.json"
RATE = re.compile(r"\(([\d,]+) events a second\)")


def fill(events: int) -> None:
    """Write this number of events with the portal's services."""
    world = build()
    crowd.overdue(world, events // EVENTS_PER_CHAIN, holders=crowd.inquiry_officers(world, 40))
    for number in range(EVENTS_PER_CHAIN):
        at = clock("17:00") + timedelta(minutes=number)
        with connection.cursor() as cursor:
            cursor.execute("SELECT complaint_id, seq, mac, at FROM complaints_chainhead")
            heads = {row[0]: SweepHead(row[0], row[1], bytes(row[2]), row[3]) for row in cursor.fetchall()}
        entry = EventEntry("note", 1, {"of": "a bench", "number": number, "why": "so that there is something to hash"})
        history.append_many(heads, [(pk, entry) for pk in heads], by=SYSTEM, at=at)
        while seal_events(at=at):
            pass
    publish_head(at=clock("+1d 00:10"))


def verify(processes: int) -> float:
    """Verify all histories and return events per second, including the start of the command."""
    command = [sys.executable, "manage.py", "verify_history", "--all", f"--processes={processes}"]
    result = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    return float(RATE.search(result.stdout)[1].replace(",", ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("events", nargs="?", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--filled", action="store_true")
    options = parser.parse_args()
    if not options.filled:
        fill(options.events)
    rates_by_processes = {n: [verify(n) for _ in range(options.rounds)] for n in (1, os.cpu_count())}
    for processes, rates in rates_by_processes.items():
        print(f"{processes} processes: {statistics.median(rates):,.0f} events a second "
              f"({min(rates):,.0f} to {max(rates):,.0f}), load {os.getloadavg()[0]:.1f}")  # fmt: skip
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"rates": rates_by_processes, "load": os.getloadavg()}, indent=1))


if __name__ == "__main__":
    main()
