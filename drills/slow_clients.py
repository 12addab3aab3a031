"""Open the tracking page while slow clients are connected: `python -m drills.slow_clients [NUMBER]`.

A third of the clients never finish their headers, a third never finish their form, and a third never read the response.
They connect to the example proxy (deploy/nginx.conf) and to the portal itself. Prints the page's p50 and p95 in
milliseconds with and without them, and writes drills/results/slow_clients.json (drills/README.md).
"""

import argparse
import json
import os
import socket
import statistics
import tempfile
import time
from pathlib import Path

from bench import servers
from tests.deploy.front import Front, asked, slow

RESULTS = Path(__file__).parent / "results" / "slow_clients.json"
REQUESTS, PAUSE = 200, 0.05


def time_page(open_line) -> dict[str, float]:
    """Return p50 and p95 (ms) of tracking pages, each on a new connection; -1 if one is not answered."""
    took = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        try:
            is_answered = asked(open_line(), "/track/") == 200
        except OSError:
            is_answered = False
        if not is_answered:
            return {"p50": -1, "p95": -1}
        took.append(1000 * (time.perf_counter() - began))
        time.sleep(PAUSE)
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    return {"p50": round(cuts[49], 1), "p95": round(cuts[94], 1)}


def compare_times(open_line, clients: int) -> dict[str, dict]:
    """Time the page without slow clients, then with `clients` of them."""
    without = time_page(open_line)
    lines = slow(open_line, clients)
    with_slow_clients = time_page(open_line)
    for line in lines:
        line.close()
    return {"alone": without, f"beside {clients}": with_slow_clients}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", nargs="?", type=int, default=200)
    number = parser.parse_args().number
    servers.start()
    with servers.portal(threads=4) as portal, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "static").symlink_to(portal.folder / "static")
        front = Front(folder, portal=portal.port)
        front.start()
        try:
            direct = lambda: socket.create_connection(("127.0.0.1", portal.port), timeout=20)  # noqa: E731
            result = {"front": compare_times(front.line, number), "portal alone": compare_times(direct, number)}
        finally:
            front.stop()
    result |= {"cores": os.cpu_count(), "load": os.getloadavg()}
    print(json.dumps(result, indent=2))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
