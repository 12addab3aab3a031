"""Simulated mail server, SMS gateway and Meta. Each has a weather, and a record of everything that it received.

Fine: it accepts. Error: it refuses temporarily. Hang: it accepts nothing and does not answer until the weather changes.
Cut: it accepts and closes the connection without an answer, so that the sender has to repeat.
"""

import asyncio
import json
import re
import select
import socket
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller

from operations.embedded_servers import find_free_port
from tests.whatsapp.settings import SETTINGS
from whatsapp.standin.api_refusals import Refusal
from whatsapp.standin.meta_simulator import MetaSimulator, SimulatorAccount
from whatsapp.standin.server import Handler, Server

LONGEST_HANG = 60  # seconds
PATIENCE_OF_THE_PORTAL = 9  # seconds: the portal's time-outs for all three are ten
_ID = re.compile(rb"Message-ID: <outbox-(\d+)\.[a-z2-7]{16}@", re.IGNORECASE)


class Weather(StrEnum):
    FINE = "fine"
    ERROR = "error"
    HANG = "hang"
    CUT = "cut"


@dataclass
class Record:
    """What was handed over, by the outbox's number: answered, or accepted without an answer (`cut`)."""

    answered: Counter = field(default_factory=Counter)
    cut: Counter = field(default_factory=Counter)
    refused: int = 0
    given_up: int = 0  # the sender waited for its whole time-out
    weather: Weather = Weather.FINE
    changed: threading.Event = field(default_factory=threading.Event)

    def becomes(self, weather: Weather) -> None:
        self.weather, changed, self.changed = weather, self.changed, threading.Event()
        changed.set()

    def wait(self, line: socket.socket) -> None:
        """Wait until the weather changes or the sender closes the connection."""
        began = time.monotonic()
        changed = self.changed
        while not changed.wait(0.2) and time.monotonic() < began + LONGEST_HANG:
            if select.select([line], [], [], 0)[0] and not _more(line):
                self.hung_up(began)
                return

    def hung_up(self, began: float) -> None:
        """Count a sender who waited since `began` for the whole time-out before hanging up.

        A killed worker hangs up sooner.
        """
        self.given_up += time.monotonic() - began >= PATIENCE_OF_THE_PORTAL

    @property
    def taken(self) -> Counter:
        return self.answered + self.cut


def _more(line: socket.socket) -> bytes:
    """Return further data of the sender; nothing if the connection is closed."""
    with suppress(ConnectionError):
        return line.recv(1, socket.MSG_PEEK)
    return b""


class Mail:
    """A mail server. `host`: the address of this computer at which it listens."""

    def __init__(self, host: str = "127.0.0.1"):
        self.record, self.port = Record(), find_free_port()
        self.controller = Controller(self, hostname=host, port=self.port)
        self.controller.start()

    async def handle_DATA(self, server, session, envelope) -> str:
        number, record = int(_ID.search(envelope.content)[1]), self.record
        match record.weather:
            case Weather.ERROR:
                record.refused += 1
                return "451 4.3.0 later"
            case Weather.HANG:
                began = time.monotonic()
                try:
                    await asyncio.to_thread(record.changed.wait, LONGEST_HANG)
                except asyncio.CancelledError:
                    record.hung_up(began)
                    raise
                return "451 4.3.0 later"
            case Weather.CUT:
                record.cut[number] += 1
                server.transport.abort()
                return "250 nobody hears this"
        record.answered[number] += 1
        return "250 taken"

    def close(self) -> None:
        self.record.becomes(Weather.FINE)
        self.controller.stop()


class Texts(ThreadingHTTPServer):
    """An SMS gateway. `record`: of another one, if several are to record together."""

    daemon_threads = True

    def __init__(self, record: Record | None = None):
        self.record = record or Record()
        super().__init__(("127.0.0.1", 0), _Text)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://portal:key@127.0.0.1:{self.server_port}/messages?from=PORTAL"

    def close(self) -> None:
        self.record.becomes(Weather.FINE)
        self.shutdown()
        self.server_close()


class _Text(BaseHTTPRequestHandler):
    server: Texts

    def do_POST(self) -> None:
        body, record = json.loads(self.rfile.read(int(self.headers["Content-Length"]))), self.server.record
        match record.weather:
            case Weather.ERROR:
                record.refused += 1
                self.send_error(503)
            case Weather.HANG:
                record.wait(self.connection)
            case Weather.CUT:
                record.cut[int(body["id"])] += 1
            case Weather.FINE:
                record.answered[int(body["id"])] += 1
                self.send_response(200)
                self.end_headers()

    def log_message(self, *words) -> None:
        pass


class Meta(Server):
    """The Graph API. It does not know the portal's numbers: repeats are seen in what each phone shows."""

    def __init__(self):
        self.record = Record()
        account = SimulatorAccount(
            "", *(SETTINGS[f"WHATSAPP_{name}"] for name in ("PHONE_NUMBER_ID", "ACCESS_TOKEN", "APP_SECRET"))
        )
        super().__init__(MetaSimulator(account))
        self.RequestHandlerClass = _Graph
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def shown(self, number: str) -> list[dict]:
        """Return what this phone shows of the portal's messages."""
        return [entry["message"] for entry in list(self.simulator.chats[number]) if entry["by"] == "portal"]

    def close(self) -> None:
        self.record.becomes(Weather.FINE)
        self.shutdown()
        self.server_close()


class _Graph(Handler):
    server: Meta

    def _take(self, message: dict) -> None:
        record = self.server.record
        match record.weather:
            case Weather.ERROR:
                record.refused += 1
                self._answer(500, Refusal(131000, "Something went wrong").body)
            case Weather.HANG:
                record.wait(self.connection)
                self.close_connection = True
            case Weather.CUT:
                self.server.simulator.accept(message)
                record.cut[0] += 1
                self.close_connection = True
            case Weather.FINE:
                super()._take(message)
                record.answered[0] += 1
