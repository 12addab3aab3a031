"""Citizens and officers who use the portal through the address of the site while parts of it break.

They note what was acknowledged. Whatever was not is sent again, as by browsers; the portal stores nothing twice.
"""

import http.client
import re
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from drills.ha.topology import SITE_ADDRESS
from tests.faults.storm.people import CSRF, Answer, Citizens, Door

RETRY_SECONDS = 0.7
ETAG = re.compile(r"\b[0-9]{4}[ \u00a0][0-9]{4}[ \u00a0][0-9]{4}\b")
COOKIE_NAMES = {"csrftoken=": "__Host-csrf=", "sessionid=": "__Host-session="}
"""How the cookies are called on a site with https."""
ADVICE = {"en": "try again", "ur": "دوبارہ کوشش کریں"}
"""What every error page advises, in the language of its address."""


@dataclass(frozen=True)
class Failure:
    """A request that failed: when, how (0: the connection broke), and whether the page explained it in words."""

    at: float
    method: str
    path: str
    status: int
    is_explained: bool
    seconds: float


class SiteDoor(Door):
    """Sends requests over TLS, each from another address, and looks at the pages of those that fail."""

    def __init__(self, certificate: Path):
        super().__init__(443)
        self.trusted = ssl.create_default_context(cafile=certificate)
        self.failures: list[Failure] = []
        self.longest = 0.0

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Send one request on a connection of its own. Status 0: the connection broke."""
        return self.fetch(method, path, body, **headers)[0]

    def fetch(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[Answer, str]:
        """Send one request. Return the answer and its text."""
        began, told, text = time.monotonic(), {}, ""
        cookies = headers.get("Cookie", "")
        for name, secure in COOKIE_NAMES.items():
            cookies = cookies.replace(name, secure)
        sent = headers | {"Host": SITE_ADDRESS, "Origin": f"https://{SITE_ADDRESS}", "Cookie": cookies}
        sent.pop("X-Forwarded-For", None)  # nginx sets it
        line = self.line()
        try:
            line.request(method, path, body or None, sent)
            answer = line.getresponse()
            status, text = answer.status, answer.read().decode(errors="replace")
            told = {name.lower(): value for name, value in answer.getheaders()}
            told["cookies"] = "; ".join(value.split(";")[0] for value in answer.headers.get_all("Set-Cookie") or [])
        except (OSError, http.client.HTTPException):
            status = 0
        finally:
            line.close()
        seconds = time.monotonic() - began
        self.statuses.append(status)
        if status == 0 or status >= 500:
            self._note_failure(method, path, status, text, seconds)
        return Answer(status, told, seconds), text

    def line(self) -> http.client.HTTPSConnection:
        """Open a connection from a random address of the city."""
        number = secrets.randbelow(2**15 - 2) + 1
        source = (f"10.25.{128 + number // 256}.{number % 256}", 0)
        return http.client.HTTPSConnection(SITE_ADDRESS, 443, timeout=75, context=self.trusted, source_address=source)

    def _note_failure(self, method: str, path: str, status: int, text: str, seconds: float) -> None:
        is_explained = explains_failure(path, text)
        self.failures.append(Failure(time.monotonic(), method, path, status, is_explained, round(seconds, 1)))


def explains_failure(path: str, page: str) -> bool:
    """Return whether an error page says what to do in the language of its address."""
    language = "ur" if path.startswith("/ur/") else "en"
    return ADVICE[language] in page and f'lang="{language}"' in page


@dataclass
class Filed:
    """A complaint as its complainant knows it. `additions`: words that the portal acknowledged."""

    draft: str
    etag: str
    at: float
    additions: list[str] = field(default_factory=list)


class Complainants(Citizens):
    """Citizens who file a prepared draft, read the receipt, track, and add something. Half of them read Urdu."""

    def __init__(self, door: SiteDoor, picture: bytes):
        super().__init__(door, picture)
        self.filed: list[Filed] = []
        self.tracked = 0

    def live(self, draft: str) -> None:
        """File a draft (with a photo or not), read the E-tag, track, and write to the officer."""
        number = next(self._numbers)
        language, cookie = ("/ur" if number % 2 else ""), f"csrftoken={CSRF}"
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        if self.picture and number % 8 == 0:
            self._hands_in(draft, headers)
        reach = {"reach": "email", "email": f"ayesha{number}@example.org"}
        if number % 4 < 2:
            reach = {"reach": "phone", "phone": f"0301 {number:07d}"}
        form = reach | {"checked": "1", "language": "ur" if number % 2 else "en", "behalf": "self", "country": ""}
        answer = self._insist("POST", f"{language}/complain/{draft}/reach/", form, headers)
        if answer is None:
            return
        location = urlsplit(answer[0].headers.get("location", "")).path
        if "/receipt/" not in location:
            self.door.surprises.append(f"{draft} led to {location}")
            return
        self.acknowledged.append(draft)
        headers["Cookie"] = f"{cookie}; {answer[0].headers['cookies']}"
        receipt = self._insist("GET", location, None, headers)
        found = ETAG.search(re.sub(r"<[^>]+>", "", receipt[1])) if receipt else None
        if found:
            etag = re.sub(r"\D", "", found[0])
            filed = Filed(draft, etag, time.monotonic())
            self.filed.append(filed)
            self._follow(filed, language, headers, number)
        elif receipt:
            self.door.surprises.append(f"{location} has no E-tag")

    def _follow(self, filed: Filed, language: str, headers: dict, number: int) -> None:
        """Track the complaint; every third complainant also writes to the officer."""
        if self._insist("GET", f"{language}/track/{filed.etag}/", None, headers):
            self.tracked += 1
        if number % 3:
            return
        page = self._insist("GET", f"{language}/track/{filed.etag}/mine/", None, headers)
        seen = re.search(r'name="seen" value="(\d+)"', page[1]) if page else None
        if seen is None:
            return
        words = f"I remember something else: {secrets.token_hex(8)}."
        form = {"add-words": words, "seen": seen[1]}
        # 409: an earlier try, whose answer was lost, succeeded; or an officer moved first. The count looks for both.
        answer = self._insist("POST", f"{language}/track/{filed.etag}/mine/add/", form, headers, good=(302, 409))
        if answer and answer[0].status == 302:
            filed.additions.append(words)

    def _insist(self, method, path, form, headers, *, good=(200, 302)) -> tuple[Answer, str] | None:
        """Send a request until there is a good answer. None: the drill is over, or the answer was a surprise."""
        body = urlencode(form | {"csrfmiddlewaretoken": CSRF}).encode() if form is not None else b""
        while True:
            answer, text = self.door.fetch(method, path, body, **headers)
            if answer.status in good:
                return answer, text
            if 0 < answer.status < 500:
                self.door.surprises.append(f"{method} {path}: {answer.status}")
                return None
            if self.door.over.wait(RETRY_SECONDS):
                return None

    def longest_pause(self, since: float, until: float) -> float:
        """Return the longest time between two acknowledged filings that overlaps a span of time."""
        times = [since, *sorted(one.at for one in list(self.filed) if since <= one.at <= until), until]
        return max(later - earlier for earlier, later in pairwise(times))


def keep_doing(piece: Callable[[], None], *, every: float, until: threading.Event) -> threading.Thread:
    """Do something every so many seconds, in a thread that ends after `until` is set."""

    def repeat() -> None:
        while not until.wait(every):
            piece()

    thread = threading.Thread(target=repeat, daemon=True)
    thread.start()
    return thread


def is_port_open(address: str, port: int) -> bool:
    """Return whether something accepts connections there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((address, port)) == 0
