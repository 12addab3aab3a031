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
from collections.abc import Iterator
from pathlib import Path

from tests import clusters, databases, servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
clusters.HASTY.update(autovacuum="on", shared_buffers="1GB", work_mem="16MB", max_wal_size="8GB")
os.environ.update(servers.keys())
os.environ.update(servers.start(), TRUSTED_PROXIES="true", LOG_LEVEL="ERROR", DEMO="true")
servers.settle("bench")

import django  # noqa: E402 (the settings need the servers' addresses)

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import Officer  # noqa: E402
from bench import load  # noqa: E402
from complaints.models import Category, Complaint  # noqa: E402
from complaints.queries.paging import Place  # noqa: E402
from tests.browser.portal import Portal  # noqa: E402
from tests.signing_in import sign_in  # noqa: E402

RESULTS = Path(__file__).parent / "results"
SCANNED = "complaints_complaint"


def fill(number: int) -> float:
    """Make them; complaints a second, everything included."""
    began = time.monotonic()
    command = [sys.executable, "manage.py", "generate_complaints", str(number)]
    subprocess.run(command, cwd=databases.ROOT, check=True)
    return number / (time.monotonic() - began)


def pages() -> dict[str, tuple[str, str]]:
    """What is measured: name → (who opens it, its address)."""
    monitor, head = "monitor@demo.example", _busiest_head()
    everything = Complaint.objects.for_system()
    deep = everything.open().most_urgent_first()[min(5000, everything.open().count() - 1)]
    one = everything.open().exclude(holder=None).order_by("-received_at").first()
    category = Category.objects.order_by("pk").first().code
    return {
        "queue of the province": (monitor, "/desk/office/"),
        "… its 200th page": (monitor, f"/desk/office/?after={Place(deep.due_at, deep.pk).token}"),
        "… overdue": (monitor, "/desk/office/?clock=overdue"),
        "… due within 24 h": (monitor, "/desk/office/?clock=day"),
        "… of one category": (monitor, f"/desk/office/?category={category}"),
        "… ended ones too": (monitor, "/desk/office/?status=all"),
        "… a filter that none matches": (
            monitor,
            f"/desk/office/?category={category}&status=awaiting_citizen&clock=overdue",
        ),
        "queue of a district": (head, "/desk/office/"),
        "own queue": (head, "/desk/"),
        "search in English": (monitor, "/desk/search/?q=savings"),
        "search in Urdu": (monitor, "/desk/search/?q=رقم"),
        "search in Roman Urdu": (monitor, "/desk/search/?q=rishvat"),
        "search for a house": (monitor, "/desk/search/?q=4711"),
        "one complaint": (monitor, f"/desk/complaints/{one.etag}/"),
    }


def _busiest_head() -> str:
    """Who heads the district with the most open complaints."""
    counted: dict[int, int] = {}
    for district in Complaint.objects.for_system().open().values_list("district", flat=True).iterator():
        counted[district] = counted.get(district, 0) + 1
    for district in sorted(counted, key=counted.get, reverse=True):
        found = Officer.objects.filter(postings__office=district, postings__is_head=True, postings__ends_at=None)
        if found:
            return found[0].email
    raise LookupError("no district has a head")


def explained(client: Client, address: str) -> dict:
    """One opening in this process: statements, whether the table is read from end to end, the slowest alone (ms)."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    plans = [plan for statement in asked if (plan := _plan(statement["sql"]))]
    return {
        "statements": len([s for s in asked if not s["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]),
        "scans": any(_scans(plan["Plan"]) for plan in plans),
        "slowest": max((plan["Execution Time"] for plan in plans), default=0.0),
    }


def _plan(statement: str) -> dict | None:
    if not statement.startswith("SELECT"):
        return None
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + statement.replace("%", "%%"), [])
        return cursor.fetchone()[0][0]


def _scans(plan: dict) -> bool:
    here = plan.get("Node Type") in {"Seq Scan", "Parallel Seq Scan"} and plan.get("Relation Name") == SCANNED
    return here or any(_scans(inner) for inner in plan.get("Plans", []))


def measured(portal: Portal, requests: int) -> Iterator[tuple[str, dict]]:
    """Every page: opened once here and so many times at the portal, in turn, so that all meet the same machine."""
    wanted, clients = pages(), {}
    for who, _ in wanted.values():
        clients.setdefault(who, sign_in(Client(), Officer.objects.get(email=who)))
    asked = {name: _request(clients[who], address) for name, (who, address) in wanted.items()}
    line, took = load.Line(portal.port), {name: [] for name in wanted}
    for number in range(requests + 3):
        for name, request in asked.items():
            began = time.perf_counter()
            head = line(request)
            if not head.startswith("HTTP/1.1 200"):
                raise RuntimeError(f"{name}: {head.splitlines()[0]}\n{portal.said()}")
            if number >= 3:
                took[name].append(1000 * (time.perf_counter() - began))
    line.close()
    for name, (who, address) in wanted.items():
        ordered = sorted(took[name])
        times = {"p50": ordered[len(ordered) // 2], "p95": ordered[int(len(ordered) * 0.95)]}
        yield name, times | explained(clients[who], address)


def _request(client: Client, address: str) -> bytes:
    path = address.encode("ascii", "ignore").decode() if address.isascii() else _quoted(address)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode()


def _quoted(address: str) -> str:
    from_path, _, query = address.partition("?q=")
    return f"{from_path}?q={''.join(f'%{byte:02X}' for byte in query.encode())}"


def say(result: dict) -> None:
    """The table."""
    load_now = ", ".join(f"{value:.1f}" for value in result["load"])
    print(f"{result['complaints']:,} complaints ({result['open']:,} open), {result['cores']} cores, load {load_now}")
    print(f"generated {result['generated_per_second']:,.0f} a second")
    for name, one in result["pages"].items():
        scans = "  READS THE WHOLE TABLE" if one["scans"] else ""
        print(
            f"  {name:<30} p50 {one['p50']:6.1f} ms  p95 {one['p95']:6.1f} ms  {one['statements']:>2} statements,"
            f" slowest {one['slowest']:6.1f} ms{scans}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("complaints", nargs="?", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=60)
    wanted = parser.parse_args()
    rate = fill(wanted.complaints)
    with tempfile.TemporaryDirectory() as folder:
        databases.manage("collectstatic", "--no-input", "--verbosity", "0", "--skip-checks", STATIC_ROOT=folder)
        clone = databases.Clone("", os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"])
        portal = Portal(clone, static_root=Path(folder), folder=Path(folder), workers=1, threads=2)
        portal.start()
        try:
            found = dict(measured(portal, wanted.requests))
        finally:
            portal.stop()
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
