"""`make demo`, really started on a port of its own, without its ninety days of complaints."""

import http.cookiejar
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.parse
import urllib.request

import psutil
import pytest

from operations.demo_launcher.demo_folder import DemoFolder
from operations.demo_launcher.portal_processes import is_answering
from operations.embedded_servers import find_free_port
from tests.databases import ROOT

pytestmark = pytest.mark.slow

GIVEN = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"}
PATIENCE = 300  # seconds


class Demo:
    """The demo on one port: start it, send requests, end it."""

    def __init__(self, log):
        self.port = find_free_port()
        self.place = DemoFolder(self.port)
        self.made = self.place.folder / "demo-data-made"
        self.log = log
        self.process = None

    def run(self, *arguments):
        """Run the command in this test's environment, embedded servers included."""
        environment = {name: value for name, value in os.environ.items() if name not in GIVEN}
        command = [sys.executable, "-m", "operations.demo_launcher", "--port", str(self.port), *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=self.log.open("a"), stderr=subprocess.STDOUT)

    def start(self):
        """Start it and wait for its list of addresses."""
        self.log.write_text("")
        self.made.touch()
        self.process = self.run()
        self.waits_for("Ctrl-C ends the demo")

    def ends(self):
        """End it by Ctrl-C. Return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(120)

    def is_over(self):
        """Check that it has ended, however it ended."""
        if self.process is not None and self.process.poll() is None:
            try:
                self.ends()
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def waits_for(self, words):
        """Wait until it has printed this."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)

    def children(self):
        """Return all processes that run under it."""
        return psutil.Process(self.process.pid).children(recursive=True)


@pytest.fixture(scope="module")
def place_that_is_set_up(tmp_path_factory):
    """The folder in which the demos of this file start, one after the other. It is deleted after the last.

    The first start takes longest: it creates a cluster, runs its migrations and collects static files. The next ones
    reuse them.
    """
    demo = Demo(tmp_path_factory.mktemp("demo") / "demo.log")
    yield demo
    demo.place.forget()


@pytest.fixture
def demo(place_that_is_set_up):
    """A demo that may be started. It is stopped at the end of the test in any case."""
    yield place_that_is_set_up
    place_that_is_set_up.is_over()


@pytest.fixture
def refused(tmp_path):
    """A demo that refuses to start before it sets anything up."""
    demo = Demo(tmp_path / "demo.log")
    yield demo
    demo.place.forget()


def test_the_demo_answers_keeps_its_secrets_and_leaves_no_child_however_it_ends(demo):
    """It is ended by Ctrl-C, started again, and ended by a part that dies and is named."""
    demo.start()
    assert is_answering(f"http://127.0.0.1:{demo.port}/readyz")
    assert f"The demo:  http://127.0.0.1:{demo.port}/demo/" in demo.log.read_text()
    assert json.loads(demo.place.progress.read_text())["ready"]
    secrets = demo.place.folder / "secrets.env"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    kept, children = secrets.read_text(), demo.children()

    assert demo.ends() == 0
    assert [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE] == []

    demo.start()
    assert secrets.read_text() == kept
    children = demo.children()
    beat = next(child for child in children if "beat" in child.cmdline())
    beat.kill()
    assert demo.process.wait(120) == 1
    assert re.search(r"demo: beat has ended \(exit code -9\)", demo.log.read_text())
    assert [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE] == []


def test_whoever_writes_by_whatsapp_is_answered_while_the_data_are_being_made(demo):
    demo.log.write_text("")
    demo.made.unlink(missing_ok=True)
    demo.process = demo.run()
    demo.waits_for("answers already")
    site = f"http://127.0.0.1:{demo.port}/demo/phone/923001112233/"
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.open(site).read().decode())[1]
    typed = urllib.parse.urlencode({"csrfmiddlewaretoken": token, "text": "Salam"}).encode()
    assert "does not run" not in browser.open(site, typed).read().decode()
    deadline = time.monotonic() + PATIENCE
    while "Please choose a language" not in browser.open(f"{site}screen/").read().decode():
        assert time.monotonic() < deadline, demo.log.read_text()
        time.sleep(0.2)
    assert not demo.made.exists()
    assert demo.ends() == 0


INTERRUPTED_WHILE_IT_FORKS = """
import os, signal
from operations.demo_launcher.process_group import ProcessGroup
team = ProcessGroup()
signal.signal(signal.SIGINT, team.end_all)
os.register_at_fork(before=lambda: os.kill(os.getpid(), signal.SIGINT))
try:
    team.start("sleeper", ["sleep", "60"], dict(os.environ))
except SystemExit:
    team.stop()
    print("ended")
"""


def test_a_ctrl_c_while_a_process_is_being_started_is_not_lost():
    """Python drops an exception that a signal handler raises during a fork."""
    command = [sys.executable, "-c", INTERRUPTED_WHILE_IT_FORKS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("ended\n", "")


def test_a_taken_port_is_said(refused):
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", refused.port))
        somebody.listen()
        assert refused.run().wait(120) == 1
    assert f"port {refused.port} is taken" in refused.log.read_text()


def test_a_second_demo_on_the_same_port_is_refused(refused):
    assert refused.place.lock()
    assert refused.run().wait(120) == 1
    assert f"a demo runs on port {refused.port} already" in refused.log.read_text()
