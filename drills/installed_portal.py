"""What `make drill-install` does inside the empty Debian 13: install, file a complaint, upgrade, kill, go back.

`python3 -m drills.installed_portal HOST [--only-install]` runs `deploy/install` and `deploy/upgrade` of the checkout in
which it is called. Requests run all the time during the upgrades, and none may fail. Standard library only. Exits with
1 and a line that says what was not as expected.
"""

import argparse
import re
import shlex
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPSHandler, build_opener

from drills import urdu_complaint
from drills.install import readme_commands
from drills.urdu_complaint import CERTIFICATE, choose_password_and_sign_in, file_complaint, wait_for_readiness

ADMINISTRATORS = (("admin.one@example.org", "Sample Administrator One"), ("admin.two@example.org", "Administrator Two"))
PATHS = ("/ur/", "/track/", "/complain/", "/static/")
APP = Path("/srv/portal/app")
BROKEN = "raise RuntimeError('this release cannot start')\n"


def require(holds: object, text: str) -> None:
    """Raise SystemExit unless something holds."""
    if not holds:
        raise SystemExit(f"drill: {text}")


def run(*command: str, expected: int = 0) -> str:
    """Run a command of the checkout, print its lines, and return them."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = ""
    for line in child.stdout:
        print(line, end="", flush=True)
        said += line
    require(child.wait() == expected, f"{' '.join(command)} ended with {child.returncode}")
    return said


def commit_release(text: str, file: str = "docs/release-note.txt") -> None:
    """Commit another release: one file is added or replaced."""
    Path(file).write_text(text)
    author = ("-c", "user.name=Drill", "-c", "user.email=drill@example.org")
    run("git", "add", file)
    run("git", *author, "commit", "--quiet", "--message", f"Release: {text[:20].strip()}")


class SteadyRequests:
    """Requests through nginx, several a second, until they are stopped. `statuses`: how often each was returned."""

    def __init__(self, site: str):
        self.site, self.statuses, self.ended = site, Counter(), threading.Event()
        self.threads = [threading.Thread(target=self._request, args=(path,), daemon=True) for path in PATHS]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self.ended.set()
        for thread in self.threads:
            thread.join()
        print(f"requests: {dict(self.statuses)}", flush=True)
        require(set(self.statuses) == {200}, f"a request failed: {self.statuses}")

    def _request(self, path: str) -> None:
        browser = build_opener(HTTPSHandler(context=ssl.create_default_context(cafile=CERTIFICATE)))
        if path == "/static/":
            page = browser.open(f"{self.site}/", timeout=60).read().decode()
            path = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
        while not self.ended.wait(0.3):
            try:
                with browser.open(self.site + path, timeout=60) as answer:
                    self.statuses[answer.status] += 1
            except HTTPError as error:
                self.statuses[error.code] += 1
            except OSError as error:
                self.statuses[repr(error)] += 1


def kill_upgrade_at(line: str) -> None:
    """Start an upgrade and kill it when it says a line."""
    child = subprocess.Popen(["deploy/upgrade"], stdout=subprocess.PIPE, text=True)
    for said in child.stdout:
        print(said, end="", flush=True)
        if said.startswith(line):
            child.send_signal(signal.SIGKILL)
            break
    require(child.wait() == -signal.SIGKILL, f"the upgrade never said {line}")
    print(f"killed at: {line}", flush=True)


def install(host: str) -> None:
    """Install, file the first complaint, and install again, which must change nothing."""
    people = [word for person in ADMINISTRATORS for word in ("--administrator", *person)]
    (line,) = [line for line in readme_commands() if line.startswith("deploy/install")]
    said = run(*shlex.split(line), *people)
    links = re.findall(rf"https://{re.escape(host)}/\S*password\S*", said)
    require(len(links) == 2, "there are not two links for administrators")
    require(wait_for_readiness()["status"] == "ready", "/readyz is not ready")
    print(f"E-tag: {file_complaint(f'https://{host}')}\nfiled at {time.monotonic()}", flush=True)
    page = choose_password_and_sign_in(f"https://{host}", links[0])
    require("/desk/my-sign-in/first/" in page, f"the administrator was directed to {page}")
    require("Nothing had to be changed." in run("deploy/install", host), "the second run changed something")
    run("deploy/install", host, "--check")


def upgrade(host: str) -> None:
    """Upgrade under steady requests, with kills, a broken release, and a way back."""
    site, first = f"https://{host}", APP.readlink()
    with SteadyRequests(site):
        commit_release("second\n")
        kill_upgrade_at("prepare")
        said = run("deploy/upgrade")
        require("in the phase: prepare" in said and "done" in said, "the killed upgrade was not found")
        second = APP.readlink()
        require(second != first, "the link is the first release's")
        commit_release("third\n")
        kill_upgrade_at("restart  portal-web@8001")
        require("done" in run("deploy/upgrade"), "the killed upgrade was not finished")
        third = APP.readlink()
        require(third not in (first, second), "the link is not the third release's")
        run("deploy/upgrade", "--back")
        require(APP.readlink() == second, "the way back leads elsewhere")
        wsgi = Path("config/wsgi.py").read_text()
        commit_release(BROKEN, "config/wsgi.py")
        said = run("deploy/upgrade", expected=1)
        require("stopped in the phase restart" in said, "the broken release was not refused")
        require(APP.readlink() == second, "it did not go back by itself")
        commit_release(wsgi, "config/wsgi.py")
    print(f"after the upgrades, E-tag: {file_complaint(site)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("host")
    parser.add_argument("--only-install", action="store_true")
    arguments = parser.parse_args()
    urdu_complaint.PATIENCE = 300
    install(arguments.host)
    if not arguments.only_install:
        upgrade(arguments.host)


if __name__ == "__main__":
    sys.exit(main())
