"""Send prepared requests, measure how long each takes, and summarise rounds.

The clients share the machine with the servers that they measure, so they do little: threads, raw sockets, and requests
that were written beforehand.
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


class Answer(NamedTuple):
    """A response: status, head as sent, body."""

    status: int
    head: str
    body: bytes


class Line:
    """A persistent connection to a web server on this machine."""

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)

    def send(self, request: bytes) -> Answer:
        """Send a request and return the whole response."""
        self.socket.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, body = received.split(b"\r\n\r\n", 1)
        length = _length(head)
        while len(body) < length:
            body += self._more()
        return Answer(int(head[9:12]), head.decode("latin-1"), body)

    def _more(self) -> bytes:
        received = self.socket.recv(65536)
        if not received:
            raise ConnectionError("the server closed the connection")
        return received

    def close(self) -> None:
        """Close the connection."""
        self.socket.close()


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":", 1)[1])
    return 0


def get(path: str, session: str) -> bytes:
    """Return the request for a page by somebody who is signed in."""
    return _request("GET", quote(path, safe="/?&=%[]:+"), f"sessionid={session}")


def post(path: str, body: str, *, cookie: str, address: str = "") -> bytes:
    """Return the request that sends an encoded form, from this address if one is given."""
    more = f"X-Forwarded-For: {address}\r\n" if address else ""
    more += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return _request("POST", path, cookie, more) + body.encode()


def _request(method: str, path: str, cookie: str, more: str = "") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n{more}\r\n".encode()


class Sample(NamedTuple):
    """One round of one contestant: milliseconds of each piece of work, and seconds for all of them."""

    took: list[float]
    seconds: float


def repeat(work: Callable[[], object], times: int) -> Sample:
    """Do some work so many times, once more before without measuring it."""
    work()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - began))
    return Sample(took, sum(took) / 1000)


def repeat_request(line: Line, request: bytes, times: int) -> Sample:
    """Send one request so many times. Raises RuntimeError if it is not answered with 200."""

    def ask() -> None:
        answer = line.send(request)
        if answer.status != 200:
            raise RuntimeError(f"{request.splitlines()[0]!r} was answered with {answer.head}")

    return repeat(ask, times)


def share(work: Sequence, open_line: Callable[[], Callable], *, clients: int) -> tuple[Sample, list]:
    """Share pieces of work among clients who begin together. Return the sample and all answers, in no order.

    `open_line`: makes the connection of one client, an object with `send` (does one piece of work) and `close`.
    """
    gate = Barrier(clients + 1)

    def run(number: int) -> tuple[list[float], list]:
        line, took, answers = open_line(), [], []
        gate.wait()
        for piece in work[number::clients]:
            began = time.perf_counter()
            answers.append(line.send(piece))
            took.append(1000 * (time.perf_counter() - began))
        line.close()
        return took, answers

    with ThreadPoolExecutor(clients) as pool:
        results = [pool.submit(run, number) for number in range(clients)]
        gate.wait()
        began = time.perf_counter()
        results = [one.result() for one in results]
        seconds = time.perf_counter() - began
    return Sample([ms for took, _ in results for ms in took], seconds), [a for _, answers in results for a in answers]


@dataclass
class Timings:
    """All rounds of one contestant."""

    samples: list[Sample] = field(default_factory=list)

    def summary(self) -> dict:
        """Return percentiles of all rounds together (ms), and medians and ranges over the rounds."""
        pooled = list(chain.from_iterable(one.took for one in self.samples))
        cuts = statistics.quantiles(pooled, n=100, method="inclusive") if len(pooled) > 1 else pooled * 99
        medians = [statistics.median(one.took) for one in self.samples]
        rates = [len(one.took) / one.seconds for one in self.samples]
        return {
            "p50": cuts[49], "p50_range": (min(medians), max(medians)), "p95": cuts[94], "p99": cuts[98],
            "per_second": statistics.median(rates), "per_second_range": (min(rates), max(rates)),
        }  # fmt: skip


def alternate(contestants: Mapping[str, Callable[[], Sample]], rounds: int) -> dict[str, dict]:
    """Let all contestants run in turn, round by round, so that all meet the same machine; the summary of each."""
    timings = {name: Timings() for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            timings[name].samples.append(run())
    return {name: one.summary() for name, one in timings.items()}
