"""A partner's server for the tests: it records what it gets and behaves as it is told."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook


@dataclass
class Got:
    """One request: its headers, its body, and the path."""

    headers: dict[str, str]
    body: bytes
    path: str

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def data(self) -> dict:
        return json.loads(self.body)

    def verified(self, secret: str) -> dict:
        """Return the event. Raises WebhookVerificationError if the signature is not right."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """`behave`: called with each request; returns a status, or a name of what to do instead of an answer."""

    behave: Callable[[Got], int | str] = lambda got: 204
    got: list[Got] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    @property
    def ids(self) -> list[str]:
        return [got.id for got in self.got]

    def types(self) -> list[str]:
        return [got.data["type"] for got in self.got]


@contextmanager
def receiving(behave: Callable[[Got], int | str] = lambda got: 204) -> Iterator[Receiver]:
    """Start a receiver on a free port of this machine, and stop it at the end."""
    receiver = Receiver(behave)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:  # the sender was killed, so nothing was received
                self.close_connection = True
                return
            got = Got({name.lower(): value for name, value in self.headers.items()}, body, self.path)
            receiver.got.append(got)
            answer = receiver.behave(got)
            if isinstance(answer, int):
                self.send_response(answer)
                if 300 <= answer < 400:
                    self.send_header("Location", f"{receiver.url}elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.close_connection = True
            getattr(self, f"_{answer}")()

        do_GET = do_POST

        def _hang(self):
            """Say nothing until the test ends."""
            receiver.let_go.wait(60)

        def _drip(self):
            """Send headers that never end, a byte at a time."""
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not receiver.let_go.wait(0.02):
                self.wfile.write(b"a")

        def _close(self):
            self.connection.shutdown(socket.SHUT_RDWR)

        def _flood(self):
            """Answer 200 with a body that never ends."""
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            while not receiver.let_go.is_set():
                self.wfile.write(b"x" * 65_536)

        def _nonsense(self):
            self.wfile.write(b"\x00\x01 this is not HTTP\r\n\r\n")

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, request, client_address):
            """Ignore connections that the portal closed."""

    server = Server(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield receiver
    receiver.let_go.set()
    server.shutdown()
    server.server_close()
