"""Send prepared requests, measure how long each takes, and summarise rounds.

The clients run on the same machine as the servers, so they do as little as possible: threads, raw sockets, and
prepared requests.
"""

import socket
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from threading import Barrier
from typing import NamedTuple
from urllib.parse import quote


class HttpAnswer(NamedTuple):
    """A response: status, raw head and body."""

    status: int
    head: str
    body: bytes


class HttpConnection:
    """A persistent connection to a web server on this machine."""

    def __init__(self, port: int):
        self.port = port
        self.open()

    def open(self) -> None:
        """Open the connection, again if the server has closed it."""
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def send(self, request: bytes) -> HttpAnswer:
        """Send a request and return the whole response."""
        self.socket.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        head, body = received.split(b"\r\n\r\n", 1)
        length = _content_length(head)
        while len(body) < length:
            body += self._receive()
        return HttpAnswer(int(head[9:12]), head.decode("latin-1"), body)

    def _receive(self) -> bytes:
        received = self.socket.recv(65536)
        if not received:
            raise ConnectionError("the server closed the connection")
        return received

    def close(self) -> None:
        """Close the connection."""
        self.socket.close()


def _content_length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":", 1)[1])
    return 0


def get_request(path: str, session: str) -> bytes:
    """Return the GET request for a page with a session cookie."""
    return _request("GET", quote(path, safe="/?&=%[]:+"), f"sessionid={session}")


def get_request_from(path: str, *, cookie: str, address: str) -> bytes:
    """Return the GET request for a page, from this IP address."""
    return _request("GET", path, cookie, f"X-Forwarded-For: {address}\r\n")


def post_request(path: str, body: str, *, cookie: str, address: str = "") -> bytes:
    """Return the POST request of an encoded form, from this IP address if one is given."""
    headers = f"X-Forwarded-For: {address}\r\n" if address else ""
    headers += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return _request("POST", path, cookie, headers) + body.encode()


def json_post_request(path: str, body: str, *, headers: Mapping[str, str], address: str) -> bytes:
    """Return the POST request of a JSON body, from this IP address."""
    more = {"X-Forwarded-For": address, "Content-Type": "application/json", "Content-Length": str(len(body))} | headers
    lines = "".join(f"{name}: {value}\r\n" for name, value in more.items())
    return f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}\r\n{body}".encode()


def _request(method: str, path: str, cookie: str, headers: str = "") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n{headers}\r\n".encode()


class Sample(NamedTuple):
    """One round of one contestant: milliseconds of each piece of work, and seconds in total."""

    took: list[float]
    seconds: float


def repeat(work: Callable[[], object], times: int) -> Sample:
    """Do some work `times` times and measure it, after one run that is not measured."""
    work()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - began))
    return Sample(took, sum(took) / 1000)


def repeat_request(line: HttpConnection, request: bytes, times: int) -> Sample:
    """Send one request `times` times. Raises RuntimeError if it is not answered with 200."""

    def send() -> None:
        answer = line.send(request)
        if answer.status != 200:
            raise RuntimeError(f"{request.splitlines()[0]!r} was answered with {answer.head}")

    try:
        send()
    except ConnectionError:  # the web server closes a connection that was idle during the other contestants' turns
        line.open()
    return repeat(send, times)


def distribute(work: Sequence, open_line: Callable[[], Callable], *, clients: int) -> tuple[Sample, list]:
    """Distribute pieces of work to clients that start at the same time. Return the sample and the unordered answers.

    `open_line`: opens the connection of one client, an object with `send` (does one piece of work) and `close`.
    """
    barrier = Barrier(clients + 1)

    def run(number: int) -> tuple[list[float], list]:
        line, took, answers = open_line(), [], []
        barrier.wait()
        for piece in work[number::clients]:
            began = time.perf_counter()
            answers.append(line.send(piece))
            took.append(1000 * (time.perf_counter() - began))
        line.close()
        return took, answers

    with ThreadPoolExecutor(clients) as pool:
        futures = [pool.submit(run, number) for number in range(clients)]
        barrier.wait()
        began = time.perf_counter()
        results = [future.result() for future in futures]
        seconds = time.perf_counter() - began
    return Sample([ms for took, _ in results for ms in took], seconds), [a for _, answers in results for a in answers]


@dataclass
class Timings:
    """All rounds of one contestant."""

    samples: list[Sample] = field(default_factory=list)

    def summary(self) -> dict:
        """Return percentiles of all rounds together (ms), and medians and ranges over the rounds."""
        pooled = list(chain.from_iterable(sample.took for sample in self.samples))
        cuts = statistics.quantiles(pooled, n=100, method="inclusive") if len(pooled) > 1 else pooled * 99
        medians = [statistics.median(sample.took) for sample in self.samples]
        rates = [len(sample.took) / sample.seconds for sample in self.samples]
        return {
            "p50": cuts[49], "p50_range": (min(medians), max(medians)), "p95": cuts[94], "p99": cuts[98],
            "per_second": statistics.median(rates), "per_second_range": (min(rates), max(rates)),
        }  # fmt: skip


def run_in_turn(contestants: Mapping[str, Callable[[], Sample]], rounds: int) -> dict[str, dict]:
    """Run all contestants in turn, round by round, so that they meet the same conditions. Return their summaries."""
    timings = {name: Timings() for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            timings[name].samples.append(run())
    return {name: timing.summary() for name, timing in timings.items()}
