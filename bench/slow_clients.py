"""Tracking beside slow clients: `python -m bench.slow_clients [NUMBER]` (bench/README.md).

A third of them never end their headers, a third never end their form, a third never read their answer: at the example
front (deploy/nginx.conf) and, beside it, at the portal itself. Prints the page's p50 and p95 in milliseconds with and
without them, and writes bench/results/slow_clients.json.
"""

import argparse
import json
import os
import socket
import statistics
import tempfile
import time
from pathlib import Path

from tests import databases, servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.update(servers.keys())
os.environ.update(servers.start(), LOG_LEVEL="ERROR")
servers.settle("bench")

from tests.browser.portal import Portal  # noqa: E402 (the settings need the servers' addresses)
from tests.deploy.front import Front, asked, slow  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "slow_clients.json"
REQUESTS, PAUSE = 200, 0.05


def timed(open_line) -> dict[str, float]:
    """Milliseconds of so many tracking pages, one after the other, each on a new connection; -1 where none came."""
    took = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        try:
            well = asked(open_line(), "/track/") == 200
        except OSError:
            well = False
        if not well:
            return {"p50": -1, "p95": -1}
        took.append(1000 * (time.perf_counter() - began))
        time.sleep(PAUSE)
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    return {"p50": round(cuts[49], 1), "p95": round(cuts[94], 1)}


def measured(open_line, number: int) -> dict[str, dict]:
    """Without slow clients, and beside so many."""
    alone = timed(open_line)
    lines = slow(open_line, number)
    beside = timed(open_line)
    for line in lines:
        line.close()
    return {"alone": alone, f"beside {number}": beside}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", nargs="?", type=int, default=200)
    number = parser.parse_args().number
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        os.chmod(folder, 0o755)
        static = str(folder / "static")
        databases.manage("collectstatic", "--no-input", "--verbosity", "0", "--skip-checks", STATIC_ROOT=static)
        clone = databases.Clone("", os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"])
        told = {"TRUSTED_PROXIES": "true", "DEMO": "false"}
        portal = Portal(clone, static_root=folder / "static", folder=folder, workers=2, threads=4, **told)
        front = Front(folder, portal=portal.port)
        portal.start()
        front.start()
        try:
            direct = lambda: socket.create_connection(("127.0.0.1", portal.port), timeout=20)  # noqa: E731
            result = {"front": measured(front.line, number), "portal alone": measured(direct, number)}
        finally:
            front.stop()
            portal.stop()
    result |= {"cores": os.cpu_count(), "load": os.getloadavg()}
    print(json.dumps(result, indent=2))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
