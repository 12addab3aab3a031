"""`python -m tests.scan [--requests N] [--seconds N] [--only WHAT …]`: malformed input and scanners against the portal.

Everything runs on 127.0.0.1, in servers that this process starts and stops. It fails if there was a server error, if a
tool found something high, if fewer requests than asked for were answered, or if a planted fault was not found. Writes
tests/scan/results/report.json and report.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from tests.scan.ground import Ground  # first, because it sets up servers and settings

from operations import child_processes  # isort: skip
from operations.embedded_servers import find_free_port  # isort: skip
from tests.databases import ROOT  # isort: skip
from tests.scan import canaries, code, fuzz, posted, tools  # isort: skip
from tests.scan.fronts import Front, WeakFront  # isort: skip
from tests.scan.tools import Finding  # isort: skip

RESULTS = Path(__file__).parent / "results"
PARTS = ("bandit", "forms", "fuzz", "wapiti", "sqlmap", "testssl")  # malformed input may close the complaint of a form
OUT = ("sign-out", "leave", "end")  # ends a session: a scanner that goes there is signed out
PARAMETERS = {
    "anonymous citizen": (
        "/track/?etag=260000000001",
        "/track/260000000001*/",
        "/complain/?q=theft",
        "/offices/?q=lahore",
        "/offices/nearest/?district=lahore",
        "/offices/lahore*/",
        "/performance/lahore*/",
        "/feedback/find/?number=1",
        "/verification/standing/?number=V1",
        "/alerts/1*/",
        "/a/x*/",
    ),
    "head": (
        "/desk/search/?q=shop",
        "/desk/office/?status=all&category=threats&clock=day",
        "/desk/?after=x",
        "/desk/board/?period=week",
    ),
    "administrator": ("/desk/admin/accounts/officer/?q=bilal&o=1", "/desk/admin/complaints/category/?q=x"),
}
"""The addresses for sqlmap, by role; * marks the part of an address that is tried."""


class Scan:
    """The findings of one run. `missed`: planted faults that were not found."""

    def __init__(self, ground: Ground, folder: Path, wanted: argparse.Namespace):
        self.ground, self.folder, self.wanted = ground, folder, wanted
        self.found: list[Finding] = []
        self.missed: list[str] = []
        self.errors: list[str] = []
        self.took: dict[str, float] = {}
        self.answers: dict[str, dict[int, int]] = {}
        self.crawled: dict[str, int] = {}
        self.out: list[str] = []

    def bandit(self) -> None:
        """Check the source code."""
        self.found += code.bandit(tools.environment(code.BANDIT) / "bandit")

    def fuzz(self) -> None:
        """Send malformed input to every route until so many requests are answered, and to the canary, which breaks."""
        with planted() as url:
            if not fuzz.fuzz(canaries.Site(url), requests=100)[0]:
                self.missed.append("odd input: server error at /count")
        failed, self.out = fuzz.fuzz(self.ground, requests=self.wanted.requests)
        self.errors += map(str, failed)

    def wapiti(self) -> None:
        """Scan as each role, and scan the canaries, whose faults must be found."""
        wapiti = tools.Wapiti(self.folder)
        with planted() as url:
            caught = wapiti.scan(url, name="canaries", seconds=60)
        self.missed += [
            f"wapiti: {module} at {page}"
            for page, module in canaries.EXPECTED.items()
            if not any(one.place.endswith(page) and one.high for one in caught)
        ]
        for role, session in self.ground.sessions.items():
            self.ground.renew()
            cookie = f"sessionid={session}" if session else ""
            start = "/desk/" if session and role != "complainant with keys" else "/"
            skip = [f"{self.ground.url}/desk/{out}/" for out in OUT]
            told = {"start": start, "cookie": cookie, "seconds": self.wanted.seconds, "skip": skip}
            found = wapiti.scan(self.ground.url, name=role.replace(" ", "-"), **told)
            self.found += [Finding(one.tool, one.kind, f"{one.place} as {role}", one.said, one.high) for one in found]
        self.crawled = wapiti.crawled

    def sqlmap(self) -> None:
        """Try every parameter, and the canary."""
        with planted() as url:
            if not tools.sqlmap([f"{url}/find?name=ayesha"], folder=self.folder, name="canary", seconds=90):
                self.missed.append("sqlmap: SQL injection at /find")
        for role, paths in PARAMETERS.items():
            self.ground.renew()
            session = self.ground.sessions[role]
            urls = [self.ground.url + path for path in paths]
            told = {"cookie": f"sessionid={session}" if session else "", "seconds": self.wanted.seconds * 3}
            with self.ground.forgetting():
                self.found += tools.sqlmap(urls, folder=self.folder, name=role.replace(" ", "-"), **told)

    def forms(self) -> None:
        """Try every field of the submitted forms, and the canary's."""
        with planted() as url:
            request = canaries.POSTED.format(host=url.removeprefix("http://"))
            if not tools.sqlmap_posted(request, folder=self.folder, name="posted-canary", seconds=90):
                self.missed.append("sqlmap: SQL injection in a form posted to /find")
        for form in posted.forms(self.ground):
            self.ground.renew()
            name, request = f"posted-{form.route.replace(':', '-')}", form.request(self.ground)
            with self.ground.forgetting():
                self.found += tools.sqlmap_posted(request, folder=self.folder, name=name, seconds=self.wanted.seconds)

    def testssl(self) -> None:
        """Check the example front, and a weak one."""
        for kind in (Front, WeakFront):
            place = self.folder / kind.__name__
            place.mkdir()
            place.chmod(0o755)
            front = kind(place, portal=self.ground.portal.port)
            front.start()
            try:
                found = tools.testssl(front.port, folder=self.folder, name=kind.__name__, seconds=600)
            finally:
                front.stop()
            if kind is Front:
                self.found += found
            elif not any(one.high for one in found):
                self.missed.append("testssl: ciphers without a name")

    def run(self) -> None:
        for part in self.wanted.only or PARTS:
            began, before = time.monotonic(), self.ground.answered()
            act: Callable[[], None] = getattr(self, part)
            try:
                act()
            except (RuntimeError, LookupError, OSError) as trouble:  # the other parts still run
                self.missed.append(f"all of {part}, which broke off: {trouble}")
            self.took[part] = round(time.monotonic() - began)
            self.answers[part] = dict(sorted((self.ground.answered() - before).items()))
            print(f"{part}: {self.took[part]} s, {sum(self.answers[part].values()):,} answers", flush=True)

    def report(self) -> dict:
        """Return the results for the file; `trouble` is empty if all is well."""
        answered = self.ground.answered()
        broken = {status: number for status, number in answered.items() if status >= 500}
        high = [one.as_dict() for one in self.found if one.high]
        few = sum(answered.values()) < self.wanted.requests
        trouble = [f"{number} answers of {status}" for status, number in broken.items()]
        trouble += [f"{one['tool']}: {one['kind']} at {one['place']}" for one in high]
        trouble += [f"{role}: was put out of the desk before its odd input was over" for role in self.out]
        trouble += [f"planted and not found: {one}" for one in self.missed]
        trouble += [f"only {sum(answered.values())} requests were answered"] if few else []
        return {
            "requests": sum(answered.values()),
            "by status": dict(sorted(answered.items())),
            "by part": self.answers,
            "server errors": self.errors[:50],
            "high": high,
            "low": [one.as_dict() for one in self.found if not one.high],
            "planted": {"missed": self.missed},
            "pages that wapiti found": self.crawled,
            "seconds": self.took,
            "load": os.getloadavg(),
            "trouble": trouble,
        }


@contextmanager
def planted():
    """Serve the canaries while the block runs. Yields their address."""
    port = find_free_port()
    command = [Path(sys.executable).parent / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    child = child_processes.start_child(
        [*command, "--no-ws", "tests.scan.canaries:application"], cwd=ROOT, env=os.environ, **quiet
    )
    try:
        child_processes.wait_until(lambda: _listens(port), child, seconds=60)
        yield f"http://127.0.0.1:{port}"
    finally:
        child_processes.stop_child(child)


def _listens(port: int) -> bool:
    probe = "import sys, urllib.request as r; r.urlopen(sys.argv[1])"
    return (
        subprocess.run([sys.executable, "-c", probe, f"http://127.0.0.1:{port}/"], capture_output=True).returncode == 0
    )


def written(report: dict) -> str:
    """Return the report as Markdown."""
    lines = ["# Scan of the portal\n", f"{report['requests']:,} requests, by status: {report['by status']}\n"]
    lines += [f"- {part}: {report['seconds'][part]} s, {told}" for part, told in report["by part"].items()] + [""]
    for title, things in (("Trouble", report["trouble"]), ("Server errors", report["server errors"])):
        lines += [f"## {title}\n", *(f"- {one}" for one in things or ["none"]), ""]
    for title in ("high", "low"):
        said = sorted({f"- {one['tool']}: {one['kind']}, {one['place']}: {one['said'][:160]}" for one in report[title]})
        lines += [f"## Findings that are {title}\n", *(said or ["- none"]), ""]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=20_000, help="of the odd kind, to all roles together")
    parser.add_argument("--seconds", type=int, default=24, help="for each scan of a role")
    parser.add_argument("--only", nargs="*", choices=PARTS)
    wanted = parser.parse_args()
    with Ground() as ground, tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        scan = Scan(ground, Path(folder), wanted)
        scan.run()
        report, log = scan.report(), ground.log
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "report.json").write_text(json.dumps(report, indent=2, ensure_ascii=False))
    (RESULTS / "report.md").write_text(written(report))
    (RESULTS / "portal.log").write_text("\n".join(line for line in log.splitlines() if "ACCESS" not in line))
    print(written(report))
    sys.exit("\n".join(report["trouble"]) or 0)  # an empty word would count as a failure too


if __name__ == "__main__":
    main()
