"""How fast the desk is at any size: `python -m bench.desk [COMPLAINTS] [--requests N]` (bench/README.md).

Fills a database of its own with `generate_complaints`, then opens the desk's lists, searches and files at a running
granian as an officer signs in: one request after the other on a kept connection, in turn over the pages. Beside each
page: how many statements it took, whether one of them reads the complaints' table from end to end, and the heaviest
statement alone. Prints a table and writes bench/results/desk-COMPLAINTS.json.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from itertools import product
from pathlib import Path
from urllib.parse import quote

from tests import clusters, databases, servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
QUARTER = os.sysconf("SC_PHYS_PAGES") // 4 * os.sysconf("SC_PAGE_SIZE") // 2**20  # of memory, as PostgreSQL advises
clusters.HASTY.update(autovacuum="on", shared_buffers=f"{QUARTER}MB", work_mem="16MB", max_wal_size="8GB")
os.environ.update(servers.keys(), TRUSTED_PROXIES="true", LOG_LEVEL="ERROR", REMEMBER_SECONDS="60")
if "--filled" not in sys.argv:
    os.environ.update(servers.start())
    servers.settle("bench")

import django  # noqa: E402 (the settings need the servers' addresses)

django.setup()

from django.test import Client, override_settings  # noqa: E402

from accounts.models import Officer  # noqa: E402
from bench import desk_pages, load, plans  # noqa: E402
from bench.desk_pages import Page  # noqa: E402
from bench.punctual import give_time, superuser  # noqa: E402
from complaints.models import Complaint  # noqa: E402
from tests.browser.portal import Portal  # noqa: E402
from tests.signing_in import sign_in  # noqa: E402

RESULTS = Path(__file__).parent / "results"
SMALL, LARGER = 10_000, 1.3
"""The first page of the queue takes at any size at most so many times what it takes at 10,000."""
WARM = 3
"""Requests that nobody counts."""


def fill(number: int) -> float:
    """Make them, one open complaint in ten overdue; complaints a second, everything included but that."""
    began = time.monotonic()
    command = [sys.executable, "manage.py", "generate_complaints", str(number)]
    subprocess.run(command, cwd=databases.ROOT, env=os.environ | databases.DEMO, check=True)
    rate = number / (time.monotonic() - began)
    with superuser() as database:
        give_time(database, Complaint.objects.for_system().open().count() // 10)
    return rate


def measured(portal: Portal, requests: int) -> dict[str, dict]:
    """Every page: opened once here and so many times at the portal, in turn, so that all meet the same machine.

    Those that have no target come after the others: among them are some that go through a million pages of memory.
    """
    wanted = list(desk_pages.pages())
    clients = {who: sign_in(Client(), Officer.objects.get(email=who)) for who in {page.who for page in wanted}}
    asked = {page: _request(clients[page.who], page.address) for page in wanted}
    line, took = load.Line(portal.port), {page: [] for page in wanted}
    rounds = [[page for page in wanted if page.is_limited], [page for page in wanted if not page.is_limited]]
    for pages, number in product(rounds, range(requests + WARM)):
        for page in pages:
            began = time.perf_counter()
            head = line(asked[page])
            if not head.startswith("HTTP/1.1 200"):
                raise RuntimeError(f"{page.name}: {head.splitlines()[0]}\n{portal.said()}")
            if number >= WARM:
                took[page].append(1000 * (time.perf_counter() - began))
    line.close()
    return {page.name: asdict(page) | _found(took[page], clients[page.who], page) for page in wanted}


def _found(took: list[float], client: Client, page: Page) -> dict:
    """Times of one page (ms), and one opening of it in this process, explained."""
    ordered, opening = sorted(took), plans.opened(client, page.address)
    assert opening.status == 200, (page.address, opening.status)
    return {
        "found_p50": ordered[len(ordered) // 2],
        "found_p95": ordered[int(len(ordered) * 0.95)],
        "asked": opening.asked,
        "scans": sorted(opening.scans),
        "slowest": opening.slowest.took,
        "buffers": opening.buffers,
    }


def missed(page: dict, first: float, small: dict | None) -> list[str]:
    """Which of its targets a page misses. `first`: p50 of the queue's first page; `small`: the same page at 10,000."""
    limits = [
        ("p50", page["found_p50"], page["p50"]),
        ("p95", page["found_p95"], page["p95"]),
        ("statements", page["asked"], page["statements"]),
        ("beside the first page", page["found_p50"] / first, page["ratio"]),
        ("beside 10,000", small and page["found_p50"] / small["found_p50"], small and LARGER),
    ]
    said = [f"{name} {found:.1f} > {limit}" for name, found, limit in limits if limit and found > limit]
    return said + [f"reads {table} through" for table in page["scans"]]


def _request(client: Client, address: str) -> bytes:
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    return f"GET {quote(address, safe='/?&=%')} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode()


def say(result: dict) -> None:
    """The table."""
    load_now = ", ".join(f"{value:.1f}" for value in result["load"])
    print(f"{result['complaints']:,} complaints ({result['open']:,} open), {result['cores']} cores, load {load_now}")
    if result["generated_per_second"]:
        print(f"generated {result['generated_per_second']:,.0f} a second")
    print(f"  {'':<44}{'p50':>9}{'p95':>9}{'beside 10,000':>15}  statements, slowest, buffers")
    for name, one in result["pages"].items():
        beside = f"{one['beside_small']:.2f}" if one["beside_small"] else ""
        print(
            f"  {name:<44}{one['found_p50']:>6.1f} ms{one['found_p95']:>6.1f} ms{beside:>15}"
            f"  {one['asked']:>2}, {one['slowest']:.1f} ms, {one['buffers']:,}  {'; '.join(one['missed'])}"
        )


def compared(found: dict[str, dict]) -> dict[str, dict]:
    """Each page beside its targets and beside itself at 10,000 complaints, where that was measured on this machine."""
    path = RESULTS / f"desk-{SMALL}.json"
    smaller = json.loads(path.read_text())["pages"] if path.exists() else {}
    first = found[desk_pages.FIRST]["found_p50"]
    for name, page in found.items():
        small = smaller.get(name)
        page["beside_small"] = small and page["found_p50"] / small["found_p50"]
        page["missed"] = missed(page, first, small if name == desk_pages.FIRST else None)
    return found


def at_a_portal[T](measure: Callable[[Portal], T]) -> T:
    """What is measured at a portal of this database's own."""
    with tempfile.TemporaryDirectory() as folder:
        databases.manage("collectstatic", "--no-input", "--verbosity", "0", "--skip-checks", STATIC_ROOT=folder)
        clone = databases.Clone("", os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"])
        portal = Portal(clone, static_root=Path(folder), folder=Path(folder), workers=1, threads=2, DEMO="false")
        portal.start()
        try:
            with override_settings(STATIC_ROOT=folder):
                return measure(portal)
        finally:
            portal.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("complaints", nargs="?", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--filled", action="store_true", help="measure the database of DATABASE_URL as it is")
    wanted = parser.parse_args()
    rate = None if wanted.filled else fill(wanted.complaints)
    found = compared(at_a_portal(lambda portal: measured(portal, wanted.requests)))
    result = {
        "complaints": Complaint.objects.for_system().count(),
        "open": Complaint.objects.for_system().open().count(),
        "generated_per_second": rate,
        "pages": found,
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
    }
    say(result)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"desk-{wanted.complaints}.json").write_text(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
