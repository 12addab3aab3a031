"""Send one event to a partner's server: signed, to a checked address, without redirects, and within a time limit.

The connection goes to the address that was checked, so a name that resolves to another one a moment later changes
nothing. The certificate is still checked against the name. httpcore follows no redirect and uses no proxy.
"""

import socket
import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpcore
from django.conf import settings
from standardwebhooks import Webhook

from api.rules.webhook_addresses import RefusedAddress, WebhookAddress, choose_address, parse_address, parse_networks

TIME_LIMIT = 15.0  # seconds for everything after the name is resolved
LARGEST_ANSWER = 16_384  # bytes that are read; the rest is not
USER_AGENT = "complaint-portal-events/1"


@dataclass(frozen=True)
class Outgoing:
    """An event as it is sent. `secrets`: each signs, the newest first."""

    event_id: str
    address: str
    secrets: tuple[str, ...]
    body: str
    at: datetime


@dataclass(frozen=True)
class AttemptResult:
    """What came of an attempt: the HTTP status, or the problem (a code of api.event_texts.PROBLEMS)."""

    status: int | None = None
    problem: str = ""

    @property
    def is_delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def check_address(text: str) -> tuple[WebhookAddress, str]:
    """Return the parts of an address and the IP address to connect to. Raises RefusedAddress. Asks the resolver."""
    allows_loopback = settings.EVENTS_TO_LOOPBACK
    address = parse_address(text, allows_loopback=allows_loopback)
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        found = []
    refused, _ = parse_networks(settings.EVENTS_REFUSED_NETWORKS)  # api.setting_checks reports unreadable entries
    ips = [str(entry[4][0]) for entry in found]
    return address, choose_address(ips, refused=refused, allows_loopback=allows_loopback)


def sign(outgoing: Outgoing) -> dict[str, str]:
    """Return the headers of Standard Webhooks."""
    at = outgoing.at.astimezone(UTC)
    signatures = [Webhook(secret).sign(outgoing.event_id, at, outgoing.body) for secret in outgoing.secrets]
    return {
        "webhook-id": outgoing.event_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def send(outgoing: Outgoing) -> AttemptResult:
    """Send an event and return the answer. Raises nothing for a failure of the partner's server."""
    try:
        address, ip = check_address(outgoing.address)
    except RefusedAddress as refused:
        return AttemptResult(problem=str(refused.problem))
    url = httpcore.URL(scheme=address.scheme, host=address.host, port=address.port, target=address.target)
    headers = {
        "Host": address.host_header,
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        "Connection": "close",
        **sign(outgoing),
    }
    backend = PinnedBackend(ip, ends_at=time.monotonic() + TIME_LIMIT)
    status = None
    try:
        with (
            httpcore.ConnectionPool(ssl_context=tls_context(), network_backend=backend) as pool,
            pool.stream("POST", url, headers=headers, content=outgoing.body.encode()) as response,
        ):
            status = response.status
            _read_some(response)
    except (httpcore.TimeoutException, TimeoutError):
        return AttemptResult(status, "" if status else "timeout")
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
        is_certificate = isinstance(error.__context__ or error, ssl.SSLError)
        return AttemptResult(status, "" if status else ("certificate" if is_certificate else "not_reached"))
    return AttemptResult(status)


@cache
def tls_context() -> ssl.SSLContext:
    """Return the settings of TLS with the system's authorities. Loading them takes longer than an attempt."""
    return ssl.create_default_context()


def _read_some(response: httpcore.Response) -> None:
    """Read a short answer to its end, so that the server finishes cleanly. Nothing of it is used."""
    size = 0
    for part in response.iter_stream():
        size += len(part)
        if size > LARGEST_ANSWER:
            return


class PinnedBackend(httpcore.NetworkBackend):
    """Connects to one IP address, whatever name is asked for. All its waiting ends at `ends_at` (monotonic seconds)."""

    def __init__(self, ip: str, *, ends_at: float):
        self._ip, self._ends_at = ip, ends_at

    def connect_tcp(self, host: str, port: int, timeout=None, local_address=None, socket_options=None):
        stream = httpcore.SyncBackend().connect_tcp(self._ip, port, timeout=_time_left(self._ends_at))
        return _LimitedStream(stream, self._ends_at)

    def connect_unix_socket(self, path: str, timeout=None, socket_options=None):
        raise httpcore.UnsupportedProtocol("only TCP")

    def sleep(self, seconds: float) -> None:
        raise httpcore.UnsupportedProtocol("no retries here")


class _LimitedStream(httpcore.NetworkStream):
    """A connection whose reads and writes end together at one time, so that a server that drips bytes holds nobody."""

    def __init__(self, stream: httpcore.NetworkStream, ends_at: float):
        self._stream, self._ends_at = stream, ends_at

    def read(self, max_bytes: int, timeout=None) -> bytes:
        return self._stream.read(max_bytes, timeout=_time_left(self._ends_at))

    def write(self, buffer: bytes, timeout=None) -> None:
        self._stream.write(buffer, timeout=_time_left(self._ends_at))

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        stream = self._stream.start_tls(ssl_context, server_hostname, _time_left(self._ends_at))
        return _LimitedStream(stream, self._ends_at)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _time_left(ends_at: float) -> float:
    """Return the seconds that are left. Raises httpcore.ReadTimeout if there are none."""
    left = ends_at - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time limit of the attempt")
    return left
