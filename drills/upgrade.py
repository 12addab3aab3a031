"""Upgrade the portal while it is in use: `python -m drills.upgrade [--from COMMIT]`.

The release of COMMIT (by default the one before the newest migration) runs on its own schema. Under a steady load of
filings, queues and complaint pages, this checkout's `migrate_online` migrates while a long query keeps a table in use;
the old release continues on the new schema; then this checkout replaces it. All requests go through the example proxy
(deploy/nginx.conf), which has both as upstreams. Prints the statuses and writes drills/results/upgrade.json. Exits with
1 if a request failed (drills/README.md).
"""

import argparse
import http.client
import itertools
import json
import os
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import psycopg

from operations import child_processes
from operations.database import database_roles
from operations.embedded_servers import find_free_port
from tests import databases, servers
from tests.databases import ROOT

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.update(servers.keys())

from tests.deploy.front import Front
from tests.faults.storm.keeper import waited_for
from tests.faults.storm.people import CSRF, Answer, Citizens, Door, steadily

RESULTS = Path(__file__).parent / "results" / "upgrade.json"
A_SECOND, READS = 5, 4
NAME = "portal_upgrade"


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def before_the_newest_migration() -> str:
    """Return the commit before the newest one with a migration."""
    return git("rev-parse", git("log", "-1", "--format=%H", "--", "*/migrations/*.py") + "^")


class ProxyClient(Door):
    """A client of the proxy that uses TLS like a browser, and a different source address for each connection."""

    def __init__(self, front: Front):
        super().__init__(front.port)
        self.trusting = ssl.create_default_context(cafile=front.own)
        self.people = itertools.count(1)

    def line(self) -> http.client.HTTPSConnection:
        number = next(self.people)
        source = (f"127.1.{number // 250}.{number % 250 + 1}", 0)
        return http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=60, context=self.trusting, source_address=source
        )

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        return super().send(method, path, body, Origin="https://127.0.0.1", **headers)


class Release:
    """A checkout of the portal that runs on the database that is upgraded."""

    def __init__(self, code: Path, environment: dict[str, str], folder: Path):
        self.code, self.folder, self.port, self.child = code, folder, find_free_port(), None
        self.environment = os.environ | environment | {"PYTHONPATH": str(code)}
        self.environment["SITE_URL"] = f"http://127.0.0.1:{self.port}"

    def runs(self, *command) -> str:
        """Run a command of this release and return its output."""
        arguments = [sys.executable, *map(str, command)]
        result = subprocess.run(arguments, cwd=self.code, env=self.environment, capture_output=True, text=True)
        if result.returncode:
            raise RuntimeError(result.stderr[-2000:])
        return result.stdout

    def start(self) -> None:
        command = [Path(sys.executable).parent / "granian", "--interface", "wsgi", "--port", self.port, "--workers", 2]
        command += ["--blocking-threads", 2, "--no-ws", "config.wsgi:application"]
        with (self.folder / f"{self.port}.log").open("wb") as log:
            self.child = child_processes.start_child(
                command, env=self.environment, cwd=self.code, stdout=log, stderr=log
            )
        if waited_for(lambda: Door(self.port).send("GET", "/healthz").status == 200, 60) is None:
            raise RuntimeError((self.folder / f"{self.port}.log").read_text()[-2000:])


def prepare_database(owner: str, app: str, old: Release) -> dict:
    """Create a database on the old release's schema, with officers, drafts and a signed-in operator."""
    with psycopg.connect(databases.at(owner, "postgres"), autocommit=True) as server:
        database_roles.create_database(server, name=NAME, owner=database_roles.role_name_of(owner))
    database_roles.grant_access(databases.at(owner, NAME), database_roles.role_name_of(app))
    old.runs("manage.py", "migrate", "--database", "owner", "--verbosity", 0, "--skip-checks")
    old.runs("manage.py", "load_reference", "--skip-checks")
    old.runs("manage.py", "collectstatic", "--no-input", "--verbosity", 0, "--skip-checks")
    return json.loads(old.runs(ROOT / "tests" / "faults" / "storm" / "prepared.py", 400).splitlines()[-1])


def start_load(client: Door, people: dict, stop: threading.Event) -> list[threading.Thread]:
    """Start filings and requests of desk pages, which continue until `stop` is set."""
    citizens, drafts = Citizens(client), iter(people["drafts"])

    def filings():
        while not stop.is_set():
            yield partial(citizens.files, next(drafts))

    headers = {"Cookie": f"csrftoken={CSRF}; sessionid={people['officers']['salma']['session']}"}

    def reads():
        while not stop.is_set():
            yield partial(client.send, "GET", "/desk/", **headers)
            yield partial(client.send, "GET", "/desk/office/", **headers)

    return [steadily(filings(), a_second=A_SECOND, hands=8), steadily(reads(), a_second=READS, hands=4)]


def keep_table_busy(owner_url: str, stop: threading.Event) -> None:
    """Keep the complaints' table in use for five seconds at a time, like a long export."""
    while not stop.wait(0.5):
        with psycopg.connect(owner_url) as reader:
            reader.execute("SELECT count(*) FROM complaints_complaint")
            stop.wait(5)


def run_upgrade(old: Release, new: Release, front: Front, people: dict, owner_url: str) -> dict:
    """Upgrade step by step. Return the counts of response statuses in each step."""
    client, stop_load, stop_reading, statuses = ProxyClient(front), threading.Event(), threading.Event(), {}
    threads = start_load(client, people, stop_load)
    threading.Thread(target=keep_table_busy, args=(owner_url, stop_reading), daemon=True).start()

    def end_step(name: str) -> None:
        statuses[name], client.statuses = dict(Counter(client.statuses)), []

    time.sleep(8)
    end_step("old release, old schema")
    began = time.monotonic()
    output = new.runs("manage.py", "migrate_online", "--verbosity", 0, "--skip-checks").strip()
    seconds = time.monotonic() - began
    end_step("while it is migrated")
    stop_reading.set()
    time.sleep(12)
    end_step("old release, new schema")
    new.start()
    time.sleep(2)
    old.child.terminate()
    ended = old.child.wait(60)
    time.sleep(8)
    stop_load.set()
    for thread in threads:
        thread.join()
    end_step("the new release takes its place")
    return {"statuses": statuses, "migrated": output, "in seconds": round(seconds, 1), "old release ended with": ended}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="commit", default=None)
    commit = git("rev-parse", parser.parse_args().commit or before_the_newest_migration())
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        os.chmod(folder, 0o755)
        code = Path(folder) / "old"
        git("worktree", "add", "--detach", str(code), commit)
        stack.callback(git, "worktree", "remove", "--force", str(code))
        os.environ.update(servers.start())
        owner, app = os.environ["TEST_OWNER_URL"], os.environ["TEST_APP_URL"]
        environment = databases.clone_of(owner, app, NAME).environment | {
            "REDIS_URL": os.environ["TEST_REDIS_URL"], "DEMO": "false", "TRUSTED_PROXIES": "true", "LOG_LEVEL": "ERROR",
            "ALLOWED_HOSTS": "127.0.0.1", "STATIC_ROOT": f"{folder}/static", "EVIDENCE_STORAGE": f"{folder}/evidence",
        }  # fmt: skip
        releases = [Release(checkout, environment, Path(folder)) for checkout in (code, ROOT)]
        people = prepare_database(owner, app, releases[0])
        releases[0].start()
        front = Front(Path(folder), portal=releases[0].port, beside=releases[1].port)
        try:
            front.start()
            result = {"from": commit[:7]} | run_upgrade(*releases, front, people, databases.at(owner, NAME))
        finally:
            front.stop()
            for release in releases:
                if release.child:
                    child_processes.stop_child(release.child)
    failed = sum(
        count for counts in result["statuses"].values() for status, count in counts.items() if not 0 < status < 500
    )
    result |= {"failed": failed, "cores": os.cpu_count(), "load": os.getloadavg()}
    print(json.dumps(result, indent=2))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
