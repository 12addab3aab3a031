"""What a scrape of /metrics costs at any size: `python -m bench.scrape [COMPLAINTS] [--filled]` (bench/README.md).

Fills a database of its own with `generate_complaints` (`--filled`: takes the one of DATABASE_URL as it is), asks for
all metrics and for /readyz again and again in this process, and prints times, and the slowest statements alone.
"""

import argparse
import json
import os
import time

from bench import desk  # servers and settings; first, because Django needs their addresses

# isort: split
from django.db import connection
from django.test import Client

from config.metrics.views import exposition
from monitoring.services.folding import fold

TIMES = 30


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("complaints", nargs="?", type=int, default=100_000)
    parser.add_argument("--filled", action="store_true", help="the database of DATABASE_URL as it is")
    wanted = parser.parse_args()
    if not wanted.filled:
        desk.fill(wanted.complaints)
        fold()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    client = Client()
    scrape, ready = took(exposition), took(lambda: client.get("/readyz"))
    result = {"complaints": wanted.complaints, "load": os.getloadavg(), "scrape": scrape, "readyz": ready}
    result["statements"] = slowest()
    desk.RESULTS.mkdir(exist_ok=True)
    (desk.RESULTS / f"scrape-{wanted.complaints}.json").write_text(json.dumps(result, indent=1))
    print(
        f"scrape {scrape['p50']:.1f} ms ({scrape['p95']:.1f} at p95), readyz {ready['p50']:.1f} ({ready['p95']:.1f}), "
    )
    print(f"{len(result['statements'])} statements; load {os.getloadavg()[0]:.1f}. The slowest:")
    for statement in result["statements"][:4]:
        print(f"  {statement['ms']:7.2f} ms  {statement['sql'][:110]}")


def took(ask) -> dict[str, float]:
    """Milliseconds: the middle, and the 95th part of a hundred."""
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - began))
    times.sort()
    return {"p50": times[TIMES // 2], "p95": times[int(TIMES * 0.95)]}


def slowest() -> list[dict]:
    """The statements of one scrape, the slowest first."""
    found = []

    def note(execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            found.append({"sql": sql, "ms": 1000 * (time.perf_counter() - began)})

    with connection.execute_wrapper(note):
        exposition()
    return sorted(found, key=lambda one: -one["ms"])


if __name__ == "__main__":
    main()
