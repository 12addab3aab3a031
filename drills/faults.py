"""Kill the portal's processes while it is in use, and check the result: `python -m drills.faults [FILINGS]`.

Citizens, officers and chatting people use a portal that is set up as in the runbook. Meanwhile its processes are killed
in rotation, and the mail server, the SMS gateway and Meta's API fail in turn. Then all results are counted. After that,
with single faults, the drill measures how fast a complaint is filed without the broker, how soon all messages are sent
after its return, and how soon a killed worker's job runs again. Prints a table and writes drills/results/faults.json.
Exits with 1 if anything was lost, duplicated without a reason, or is stuck (drills/README.md).
"""

import argparse
import json
import logging
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path

from tests import databases, servers
from tests.whatsapp.settings import SETTINGS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.update(servers.keys(), **SETTINGS)

import django

django.setup()
logging.getLogger().setLevel(logging.ERROR)  # the simulated mail server logs every line

import psycopg  # noqa: E402
from celery import Celery  # noqa: E402

from tests.faults.storm.afterwards import UNSENT  # noqa: E402
from tests.faults.storm.keeper import waited_for  # noqa: E402
from tests.faults.storm.people import Citizens, Door, steadily  # noqa: E402
from tests.faults.storm.whole import Size, Whole, storm_in  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "faults.json"
SPARE, A_SECOND = 400, 5
HANGS = 30  # seconds, at least, for which PostgreSQL hangs
BEGUN = """SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
    AND query LIKE '%monitoring_publication%'"""


def file_without_broker(whole: Whole, how: str, drafts: list[str], *, goes, comes) -> dict:
    """File complaints while the broker is unavailable. Return the times (ms), and the seconds until all is sent.

    `goes` and `comes` stop and restart the broker. The seconds are counted from its return.
    """
    storm = whole.storm
    citizens = Citizens(Door(storm.portal.port))
    storm.fate.submit(goes).result()
    steadily([partial(citizens.files, draft) for draft in drafts], a_second=A_SECOND, hands=8).join()
    waiting = storm.number(UNSENT)
    storm.fate.submit(comes).result()
    first = waited_for(lambda: 0 <= storm.number(UNSENT) < waiting, 120)
    drained = waited_for(lambda: storm.number(UNSENT) == 0, 120)
    took = [1000 * seconds for seconds in citizens.took]
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    figures = {
        "filings": len(took),
        "p50, ms": round(cuts[49]),
        "p95, ms": round(cuts[94]),
        "longest, ms": round(max(took)),
    }
    figures |= {"messages that waited": waiting, "seconds until the first was sent": first and round(first, 1)}
    figures |= {"seconds until all were sent": drained and round((first or 0) + drained, 1)}
    return {f"broker {how}: {name}": figure for name, figure in figures.items()}


def measure_single_faults(whole: Whole) -> dict:
    """Measure single faults: of the broker, of PostgreSQL and of a worker, while nothing else fails."""
    broker, half = whole.storm.broker, SPARE // 2
    dead = file_without_broker(whole, "dead", whole.spares[:half], goes=broker.kill, comes=broker.start)
    hung = file_without_broker(whole, "hangs", whole.spares[half:], goes=broker.hang, comes=broker.go_on)
    return dead | hung | read_while_postgresql_hangs(whole) | measure_job_restart(whole)


def read_while_postgresql_hangs(whole: Whole) -> dict:
    """Read pages at a steady rate while PostgreSQL hangs. Return the statuses and the longest response time."""
    storm = whole.storm
    client = Door(storm.portal.port)
    answers: list = []
    etags = [etag for (etag,) in storm.asks("SELECT etag FROM complaints_complaint LIMIT %s", HANGS * 2)]

    def reads(etag: str) -> None:
        answers.append(client.send("GET", f"/track/{etag}/", **{"X-Forwarded-For": f"10.0.0.{len(answers) + 1}"}))

    stopped = storm.fate.submit(storm.postgres.hang).result()
    steadily([partial(reads, etag) for etag in etags], a_second=2, hands=40).join()
    storm.fate.submit(storm.postgres.go_on, stopped).result()
    again = waited_for(lambda: client.send("GET", "/readyz").status == 200, 120)
    statuses = Counter(answer.status or "no answer" for answer in answers)
    longest = max(answer.seconds for answer in answers)
    return {
        f"PostgreSQL hangs {HANGS} s or more: answers": dict(statuses),
        "PostgreSQL hangs: longest answer, seconds": round(longest, 1),
        "PostgreSQL hangs: seconds until ready again": again and round(again, 1),
    }


def measure_job_restart(whole: Whole) -> dict:
    """Return the seconds from the death of a worker until its job, which is scheduled once an hour, runs again."""
    storm = whole.storm
    begun = lambda: {row[0] for row in storm.asks(BEGUN)}  # noqa: E731
    with psycopg.connect(storm.postgres.clone.owner_url) as owner:
        owner.execute("LOCK TABLE monitoring_publication IN ACCESS EXCLUSIVE MODE")
        Celery(broker=storm.broker.url).send_task("monitoring.tasks.publish_figures", queue="reports")
        waited_for(begun, 60)
        before = begun()
        storm.kill("worker", outage=0)
        again = waited_for(lambda: begun() - before, 400)
    return {"seconds until a killed worker's hourly job runs again": again and round(again, 1)}


def run_storm(size: Size, folder: Path) -> dict:
    """Run the storm of faults, count the results, and measure single faults."""
    static = folder / "static"
    databases.manage("collectstatic", "--no-input", "--verbosity", "0", "--skip-checks", STATIC_ROOT=str(static))
    whole, began = storm_in(folder, static, size, spare=SPARE), time.monotonic()
    try:
        whole.rages()
        raged = round(time.monotonic() - began)
        results = whole.counted()
        print_figures({"seconds": raged} | results.figures, results.wrong)
        peace = measure_single_faults(whole)
        print_figures(peace, [])
    except BaseException:
        for name in whole.storm.kept:
            print(f"--- {name}\n{whole.storm.said(name)}", file=sys.stderr)
        raise
    finally:
        whole.storm.close()
    kills = {f"killed: {name}": times for name, times in whole.storm.kills.items()}
    figures = {"seconds": raged} | kills | results.figures | peace
    return {"figures": figures, "wrong": results.wrong, "cores": os.cpu_count(), "load": os.getloadavg()}


def print_figures(figures: dict, wrong: list[str]) -> None:
    """Print the figures and then the problems."""
    for name, figure in figures.items():
        print(f"{name:<55} {figure}", flush=True)
    print(*wrong, sep="\n", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("filings", nargs="?", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=400)
    parser.add_argument("--chatters", type=int, default=40)
    parser.add_argument("--kills", type=int, default=64)
    parser.add_argument("--pause", type=float, default=5)
    parser.add_argument("--outage", type=float, default=3)
    parser.add_argument("--hang", type=float, default=14, help="longer than the portal's time-outs")
    size = Size(**vars(parser.parse_args()))
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        result = {"size": vars(parser.parse_args())} | run_storm(size, Path(folder))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2))
    sys.exit(1 if result["wrong"] else 0)


if __name__ == "__main__":
    main()
