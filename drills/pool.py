"""Share 40 sessions of PostgreSQL among 2,000 clients: `python -m drills.pool`.

Every client is a connection of a web process, with the web's own settings, to a real pgbouncer with the portal's own
file (deploy/pgbouncer/pgbouncer.ini). All connect first, and stay connected. Then a hundred threads do together, each
time on another connection, 100,000 times the part of an upload that takes the file's lock:
`complete_upload` of a file that does not exist, so it locks the file's number, finds no row and commits; nothing is
sealed. Afterwards no session may hold a lock or anything else of a client, and PostgreSQL must never have had more
sessions than the pool. Prints the figures and writes drills/results/pool.json; exits with 1 if anything is wrong.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from bench import servers
from operations import child_processes
from tests import pgbouncer
from tests.databases import ROOT

RESULTS = Path(__file__).parent / "results" / "pool.json"
PROCESSES = 4
LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
SESSIONS = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""


def start_clients(url: str, *, clients: int, uploads: int, log: Path, result: Path) -> subprocess.Popen:
    """Start a web process with so many clients. It connects them and then waits."""
    return child_processes.start_child(
        [sys.executable, "-m", "drills.pool_clients", clients, uploads, result],
        env=os.environ | {"DATABASE_URL": url},
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log.open("wb"),
        text=True,
    )


def watch(pooler: pgbouncer.Pooler, watcher: psycopg.Connection, workers: list[subprocess.Popen]) -> dict[str, int]:
    """Return the most clients, waiting clients and sessions that were seen until pgbouncer has no client left."""
    most: dict[str, int] = {"clients": 0, "waiting": 0, "sessions": 0}
    while True:
        pool = next(one for one in pooler.show("POOLS") if one["database"] == pgbouncer.WEB)
        seen = {"clients": pool["cl_active"] + pool["cl_waiting"], "waiting": pool["cl_waiting"]}
        seen["sessions"] = watcher.execute(SESSIONS).fetchone()[0]
        most = {name: max(most[name], seen[name]) for name in most}
        if not seen["clients"] or all(worker.poll() is not None for worker in workers):
            return most
        time.sleep(0.2)


def drill(folder: Path, clients: int, sessions: int, uploads: int) -> dict:
    """Run the drill and return its figures."""
    watcher = psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)
    with watcher, pgbouncer.running(os.environ["DATABASE_URL"], web_sessions=sessions) as pooler:
        share = {"clients": clients // PROCESSES, "uploads": uploads // PROCESSES, "log": folder / "clients.log"}
        results = [folder / f"{number}.json" for number in range(PROCESSES)]
        workers = [start_clients(pooler.web_url, **share, result=result) for result in results]
        for worker in workers:
            assert worker.stdout.readline() == "connected\n", share["log"].read_text()
        began = time.monotonic()
        for worker in workers:
            worker.stdin.write("begin\n")
            worker.stdin.flush()
        most = watch(pooler, watcher, workers)
        seconds = time.monotonic() - began
        for worker in workers:
            worker.wait()
        found = [json.loads(result.read_text()) for result in results]
        left = {"locks left": watcher.execute(LOCKS).fetchone()[0], "left in the session": pooler.left_behind()}
    return figures_of(found, seconds) | {f"most {name}": number for name, number in most.items()} | left


def figures_of(found: list[dict], seconds: float) -> dict:
    """Return the figures of all processes together."""
    took, errors = ([value for one in found for value in one[name]] for name in ("took", "errors"))
    took = sorted(1000 * one for one in took)
    return {
        "uploads' locks": len(took),
        "seconds": round(seconds),
        "a second": round(len(took) / seconds),
        "median, ms": round(statistics.median(took), 1),
        "99th percentile, ms": round(took[int(len(took) * 0.99)], 1),
        "longest, ms": round(took[-1], 1),
        "errors": len(errors),
        "first error": errors[0] if errors else "",
        "load": [round(one, 1) for one in os.getloadavg()],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--sessions", type=int, default=40)
    parser.add_argument("--uploads", type=int, default=100_000)
    chosen = vars(parser.parse_args())
    most_files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))  # a connection is a file
    servers.start(LOG_LEVEL="CRITICAL")
    os.environ.pop("PGOPTIONS", None)
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        figures = drill(Path(name), **chosen)
    for name, figure in figures.items():
        print(f"{name:<25} {figure}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(chosen | figures, indent=2))
    is_wrong = [figures["errors"], figures["locks left"], figures["left in the session"]]
    is_wrong += [figures["most clients"] < chosen["clients"], figures["most sessions"] > chosen["sessions"]]
    sys.exit(1 if any(is_wrong) else 0)


if __name__ == "__main__":
    main()
