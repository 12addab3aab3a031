"""Run the portal for chat tests on servers that a test may kill: web server, worker, beat and a simulator of Meta.

Replies are read from the simulator's record. Whether an update was accepted is read from the status of its delivery.
"""

import json
import os
import re
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from operations import child_processes, embedded_servers
from tests import clusters, databases
from tests.browser.portal import Portal
from tests.databases import ROOT, Clone
from tests.faults.storm.keeper import children_of
from tests.servers import APP, OWNER, make_and_keep
from tests.whatsapp.settings import SETTINGS
from tests.whatsapp.simulated_phone import Phone, body_of, signed
from tests.whatsapp.transcripts import choices, words
from whatsapp.standin.meta_simulator import MetaSimulator, SimulatorAccount
from whatsapp.standin.server import Server

PATIENCE = 150  # seconds
NEXT_REPLY = """
INSERT INTO whatsapp_sending (chat_id, update_id, place, payload, created_at, not_before, attempts, api_id, outcome)
SELECT 0, last_value + is_called::int, 0, '', now(), now(), 0, '', '' FROM whatsapp_update_id_seq"""
_MOMENT = re.compile(r"(?:\d+:\d\d [ap]m, )?\w+day,? \d+ \w+[^(]*\(Pakistan time\)")


def until(happened, what: str) -> None:
    """Wait until a condition holds. After a while, fail with `what`."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.05)


class Postgres:
    """A PostgreSQL cluster of the test's own. Commits wait for the log, so a kill loses no acknowledged one.

    `filled`: load offices, categories and the other reference data.
    """

    def __init__(self, *, filled: bool = True):
        self.room, key = clusters.RunFolder(), clusters.key()
        cached = self.room.copy_cached(key)
        self.server = self.room.start(is_copied=cached)
        owner, app = (
            self.server.url.replace(f"//{embedded_servers.SUPERUSER}@", f"//{role}@", 1) for role in (OWNER, APP)
        )
        if not cached:
            self.server = make_and_keep(self.room, self.server, key, owner, app)
        self.server.stop()
        self.start()
        self.clone = databases.clone(owner, app, databases.TEMPLATE, "portal_chatting")
        if filled:
            databases.load_reference(owner, app, self.clone.name)

    def start(self) -> None:
        """Start it again. The processes of a killed server may hold its memory for a moment longer."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.server = self.room.start_again(synchronous_commit="on")
                return
            except embedded_servers.CannotStart:
                assert time.monotonic() < deadline
                time.sleep(0.1)

    def kill(self, by: signal.Signals) -> None:
        """Stop it. SIGQUIT: PostgreSQL's immediate shutdown. SIGKILL: kill the first process; the others notice."""
        self.server.child.send_signal(by)
        self.server.child.wait()

    def hang(self) -> list[int]:
        """Stop all its processes without ending them: connections stay open and get no answer. Return the processes."""
        first = self.server.child.pid
        os.kill(first, signal.SIGSTOP)  # so that it starts no new ones meanwhile
        stopped = [first, *children_of(first)]
        for number in stopped[1:]:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGSTOP)
        return stopped

    def go_on(self, stopped: list[int]) -> None:
        for number in reversed(stopped):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGCONT)

    def close(self) -> None:
        self.server.stop()
        self.room.leave()


class Broker:
    """A broker of the test's own, which comes back at the same address."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.server = embedded_servers.start_broker(folder)
        self.url = self.server.url
        self.settings = {"REDIS_URL": self.url}

    def start(self) -> None:
        password, port = re.fullmatch(r"redis://:(.+)@127.0.0.1:(\d+)/0", self.url).groups()
        self.server = embedded_servers.start_broker(self.folder, port=int(port), password=password)

    def kill(self) -> None:
        self.server.kill()

    def hang(self) -> None:
        """Let it accept data and answer nothing."""
        self.server.child.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.server.child.send_signal(signal.SIGCONT)


@dataclass
class Holding(MetaSimulator):
    """A simulator that accepts each message and delays its answer while `gate` is closed."""

    gate: threading.Event = field(default_factory=threading.Event)
    holds: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self):
        super().__post_init__()
        self.gate.set()

    def accept(self, message: dict) -> tuple[int, dict]:
        answer = super().accept(message)
        if not self.gate.is_set():
            self.holds.set()
            self.gate.wait(PATIENCE)
        return answer


@dataclass
class Person:
    """A person who chats. `bodies`: the deliveries of their messages, to be repeated unchanged."""

    phone: Phone
    bodies: list[bytes] = field(default_factory=list)

    def writes(self, text: str) -> bytes:
        """Return the delivery of one message."""
        self.phone.at = datetime.now(UTC)
        self.bodies.append(json.dumps(body_of(self.phone.message({"type": "text", "text": {"body": text}}))).encode())
        return self.bodies[-1]


class Chatting:
    """All running parts. The service's settings must be those of tests.whatsapp.settings."""

    def __init__(self, clone: Clone, *, folder: Path, static_root: Path, redis_url: str):
        number, token, secret = (
            SETTINGS[f"WHATSAPP_{name}"] for name in ("PHONE_NUMBER_ID", "ACCESS_TOKEN", "APP_SECRET")
        )
        self.clone, self.folder = clone, folder
        self.line = Holding(SimulatorAccount("", number, token, secret))
        self.meta = Server(self.line)
        threading.Thread(target=self.meta.serve_forever, args=(0.01,), daemon=True).start()
        told = SETTINGS | {"WHATSAPP_GRAPH_URL": self.meta.url, "REDIS_URL": redis_url}
        self.portal = Portal(clone, static_root=static_root, folder=folder, **told)
        self.statuses: list[int] = []
        self._people, self._keepers, self._closing = 0, [], threading.Event()

    def start(self) -> None:
        """Start the web server, a worker with two processes, and beat, as in the runbook."""
        self.portal.start()
        celery = [Path(sys.executable).parent / "celery", "--quiet", "-A", "config"]
        beat = ["beat", "--schedule", self.folder / "beat", "--pidfile", "", "--loglevel", "ERROR"]
        for part in (["worker", "--concurrency", "2", "--loglevel", "ERROR"], beat):
            self._keepers.append(threading.Thread(target=self._keep, args=([*celery, *part], part[0])))
            self._keepers[-1].start()

    def _keep(self, command: list, name: str) -> None:
        """Start a process, and again whenever it ends, as the runbook asks: a worker may end with its broker."""
        with (self.folder / f"{name}.log").open("wb") as log:
            while not self._closing.is_set():
                surroundings = os.environ | self.portal.environment
                child = child_processes.start_child(command, env=surroundings, cwd=ROOT, stdout=log, stderr=log)
                while child.poll() is None and not self._closing.wait(0.2):
                    pass
                child_processes.stop_child(child)

    def close(self) -> None:
        self.line.gate.set()
        self._closing.set()
        for keeper in self._keepers:
            keeper.join()
        self.portal.stop()
        self.meta.shutdown()
        self.meta.server_close()

    def person(self) -> Person:
        self._people += 1
        return Person(Phone(number=f"92300{self._people:07d}", user_id=""))

    def deliver(self, body: bytes) -> int:
        """Deliver one body. Return the status of the answer."""
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signed(body)}
        request = urllib.request.Request(f"{self.portal.url}/whatsapp/webhook", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                self.statuses.append(answer.status)
        except urllib.error.HTTPError as refused:
            self.statuses.append(refused.code)
        return self.statuses[-1]

    def deliver_until_taken(self, body: bytes) -> None:
        """Deliver a body as Meta does: again and again until it is acknowledged. Every other answer must be 503."""
        before = len(self.statuses)
        until(lambda: self.deliver(body) == 200, "a delivery was taken")
        assert set(self.statuses[before:]) <= {200, 503}

    def answers(self, person: Person) -> list[str]:
        """Return what this phone shows of the portal's messages, without values that differ between conversations."""
        shown = [entry["message"] for entry in self.line.chats[person.phone.number] if entry["by"] == "portal"]
        return [_alike(words(one)) + str([title for _, title, _ in choices(one)]) for one in shown]

    def answered(self) -> int:
        """Return how many messages the portal has sent."""
        return sum(entry["by"] == "portal" for chat in list(self.line.chats.values()) for entry in list(chat))

    def settle(self) -> None:
        """Wait until no update waits for processing and no reply for sending."""
        until(
            lambda: self.asks("SELECT count(*) FROM whatsapp_update WHERE state = 'waiting'") == 0,
            "all is answered",
        )
        waiting = "SELECT count(*) FROM whatsapp_sending WHERE sent_at IS NULL AND given_up_at IS NULL"
        until(lambda: self.asks(waiting) == 0, "all is sent")

    def asks(self, question: str) -> int:
        """Return one number from the database, as its owner; -1 while the database is away."""
        with suppress(psycopg.OperationalError), psycopg.connect(self.clone.owner_url) as owner:
            return owner.execute(question).fetchone()[0]
        return -1

    @contextmanager
    def held(self, statement: str, *, waits: str):
        """Hold the locks of a statement. Wait until a statement that begins with the given text waits for them."""
        waiting = f"""SELECT count(*) FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE '{waits}%'"""
        owner = psycopg.connect(self.clone.owner_url)
        try:
            owner.execute(statement)
            yield lambda: until(lambda: self.asks(waiting) > 0, f"{waits} waits")
        finally:
            with suppress(psycopg.Error):
                owner.rollback()
            owner.close()

    def keeping_held(self):
        """Keep every delivery from being stored."""
        return self.held("LOCK TABLE whatsapp_update IN EXCLUSIVE MODE", waits='INSERT INTO "whatsapp_update"')

    def turn_held(self):
        """Keep the reply to the next message from being stored.

        It uses the key that prevents a second answer to an update; everything else can be written.
        """
        return self.held(NEXT_REPLY, waits='INSERT INTO "whatsapp_sending"')


def _alike(said: str) -> str:
    """Remove E-tags, phone numbers and times."""
    return re.sub(r"\+?\d[\d ]{6,}", "#", _MOMENT.sub("(a moment)", said))
