"""Clients that send prepared work as fast as it is answered, and what they saw.

They share the machine with what they measure, so they do as little as they can: threads, raw sockets, requests that
were written beforehand.
"""

import socket
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from threading import Barrier


@dataclass(frozen=True)
class Round:
    """One round of one contestant: pieces of work a second, and how long single ones took (milliseconds)."""

    per_second: float
    p50: float
    p95: float
    p99: float


class Line:
    """A kept connection to a web server. `answers`: the head of each answer, as far as the status and Location."""

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)

    def __call__(self, request: bytes) -> str:
        """Send a request; the head of the answer."""
        self.socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        head, body = answer.split(b"\r\n\r\n", 1)
        left = _length(head) - len(body)
        while left > 0:
            left -= len(self._more())
        return head.decode("latin-1")

    def _more(self) -> bytes:
        came = self.socket.recv(65536)
        if not came:
            raise ConnectionError("the server hung up")
        return came

    def close(self) -> None:
        self.socket.close()


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":", 1)[1])
    return 0


def measure(work: Sequence, open_line: Callable[[], Callable], *, clients: int) -> tuple[Round, list]:
    """Share the work among so many clients, who begin together; the round, and every answer in no order.

    `open_line`: makes one client's connection, a callable that does one piece of work and has `close`.
    """
    gate = Barrier(clients + 1)

    def one(number: int) -> tuple[list[float], list]:
        line, took, answers = open_line(), [], []
        gate.wait()
        for piece in work[number::clients]:
            began = time.perf_counter()
            answers.append(line(piece))
            took.append(time.perf_counter() - began)
        line.close()
        return took, answers

    with ThreadPoolExecutor(clients) as people:
        done = [people.submit(one, number) for number in range(clients)]
        gate.wait()
        began = time.perf_counter()
        results = [future.result() for future in done]
        seconds = time.perf_counter() - began
    took = [1000 * each for times, _ in results for each in times]
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    return Round(len(work) / seconds, cuts[49], cuts[94], cuts[98]), [a for _, answers in results for a in answers]


def summary(rounds: Sequence[Round]) -> dict[str, dict[str, float]]:
    """Median and range of every figure."""
    columns = {name: [getattr(one, name) for one in rounds] for name in asdict(rounds[0])}
    return {
        name: {
            "median": round(statistics.median(values), 1),
            "least": round(min(values), 1),
            "most": round(max(values), 1),
        }
        for name, values in columns.items()
    }
