"""Send malformed input to every route as each role: in address, query, form and headers.

Form fields are read from the page, so that services are reached and not only the checks in front of them. No answer may
be a server error.
"""

import html
import http.client
import re
import secrets
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from tests.scan.canaries import Site
from tests.scan.ground import ENDS_THE_SESSION, Ground
from tests.scan.odd import BODIES, HEADERS, Chance

CSRF = secrets.token_hex(16)
FIELD = re.compile(r'<(?:input|select|textarea)[^>]*?\bname="([^"]+)"[^>]*?(?:\bvalue="([^"]*)")?[^>]*>')
CLIENTS, PATIENCE = 4, 60
SPARE = 10  # for each role: some requests cannot be sent
RENEWED = 50  # after this many requests of a role all sessions are restored


@dataclass(frozen=True)
class Asked:
    """One request, so that it can be repeated."""

    role: str
    method: str
    path: str
    body: bytes
    headers: dict[str, str]
    status: int

    def __str__(self) -> str:
        return f"{self.status} {self.method} {self.path} as {self.role}, {self.headers}, {self.body[:300]!r}"


class Line:
    """A kept connection with the session of a role."""

    def __init__(self, ground: Ground | Site, role: str):
        self.role, self.session = role, ground.sessions[role]
        self.port = urlsplit(ground.url).port
        self._open = None

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """Return status and text of the answer. 599: the server closed a new connection too."""
        kept = self._open is not None
        try:
            return self._asked(method, path, body, headers)
        except (http.client.InvalidURL, ValueError):
            self.close()
            return 0, ""  # nothing was sent
        except (OSError, http.client.HTTPException):
            self.close()  # a kept connection may be closed at any time; then send it on a new one
            return self.ask(method, path, body, headers) if kept else (599, "")

    def _asked(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        cookies = f"csrftoken={CSRF}" + (f"; sessionid={self.session}" if self.session else "")
        self._open = self._open or http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self._open.putrequest(method, path, skip_accept_encoding=True)
        for name, value in ({"Cookie": cookies, "Content-Length": str(len(body))} | headers).items():
            self._open.putheader(name, value.encode("utf-8", "replace"))
        self._open.endheaders(body)
        answer = self._open.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")

    def close(self) -> None:
        if self._open:
            self._open.close()
        self._open = None


def fuzz(ground: Ground | Site, *, requests: int, seed: int = 1) -> tuple[list[Asked], list[str]]:
    """Send this many requests, shared among the roles.

    Return those that were answered with a server error, and the roles that lost their session at the desk before their
    turn was over.
    """
    routes = [one for one in ground.paths() if one[0] not in ENDS_THE_SESSION]
    inside = {role: ground.is_in(role) for role in ground.sessions}
    each, failed, lock = requests // len(ground.sessions) + SPARE, [], threading.Lock()
    out = []

    def one_role(number: int, role: str) -> None:
        chance, line = Chance(seed * 100 + number), Line(ground, role)
        for count, (method, path, body, headers) in enumerate(_requests(line, routes, chance, each)):
            status, _ = line.ask(method, path, body, headers)
            if status >= 500:
                with lock:
                    failed.append(Asked(role, method, path, body, headers, status))
            if count % RENEWED == 0:
                ground.renew()
        line.close()
        ground.renew()
        if inside[role] and not ground.is_in(role):
            out.append(role)

    with ThreadPoolExecutor(CLIENTS) as people:
        list(people.map(one_role, *zip(*enumerate(ground.sessions), strict=True)))
    return failed, out


def _requests(line: Line, routes: list, chance: Chance, number: int) -> Iterator[tuple[str, str, bytes, dict]]:
    """Yield this many requests: route after route, first as intended, then each time with malformed input."""
    left, fields = number, {}
    while left > 0:
        for name, path, takes in routes:
            if name not in fields:
                _, page = line.ask("GET", path, b"", {"X-Forwarded-For": chance.address()})
                fields[name] = {field: html.unescape(value) for field, value in FIELD.findall(page)}
                left -= 1
            for _ in range(2):
                yield _odd(path, takes, fields[name], chance)
                left -= 1
            if left <= 0:
                return


def _odd(path: str, takes: frozenset[str], fields: dict[str, str], chance: Chance) -> tuple[str, str, bytes, dict]:
    method = (
        chance.one(sorted(takes)) if chance.times(0.9) else chance.one(["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
    )
    headers = {"X-Forwarded-For": chance.address()}
    path = quote(path, safe="/:?=&%-._~")
    if chance.times(0.3):
        path = _odd_address(path, chance)
    if method in {"GET", "HEAD", "DELETE"} or chance.times(0.2):
        path += ("&" if "?" in path else "?") + _odd_query(fields, chance)
    if chance.times(0.25):
        header = chance.one(HEADERS)
        headers[header] = chance.one(HEADERS[header]).replace("\r", "").replace("\n", "")
    body = b""
    if method in {"POST", "PUT", "PATCH"}:
        body = chance.one(BODIES) if chance.times(0.1) else _odd_form(fields, chance)
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        headers["X-CSRFToken"] = CSRF
    return method, path, body, headers


def _odd_address(path: str, chance: Chance) -> str:
    """Return an address in which one part is replaced."""
    parts = path.strip("/").split("/")
    parts[chance.one(range(len(parts)))] = chance.quoted()
    return "/" + "/".join(parts) + "/"


def _odd_query(fields: dict[str, str], chance: Chance) -> str:
    names = [*fields, "page", "before", "after", "next", "q", "format", "_changelist_filters", "period", "etag"]
    return "&".join(f"{quote(chance.one(names))}={chance.quoted()}" for _ in range(chance.one(range(1, 4))))


def _odd_form(fields: dict[str, str], chance: Chance) -> bytes:
    """Return the page's form, with a few fields malformed, missing or sent twice."""
    told = [(name, value or ("on" if chance.times(0.3) else "")) for name, value in fields.items()]
    sent = []
    for name, value in told:
        if name == "csrfmiddlewaretoken" or chance.times(0.05):
            continue
        sent.append((name, chance.word() if chance.times(0.35) else value))
        if chance.times(0.03):
            sent.append((name, chance.word()))
    sent.append(("csrfmiddlewaretoken", CSRF))
    return urlencode([(name, value.encode("utf-8", "replace")) for name, value in sent]).encode()
