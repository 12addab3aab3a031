"""People who use the portal while parts of it die. All repeat what was not answered, as browsers and Meta do."""

import hashlib
import hmac
import http.client
import itertools
import json
import queue
import secrets
import threading
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.whatsapp.settings import SETTINGS

AGAIN = 0.5  # seconds before something is sent again
CSRF = secrets.token_hex(16)
SAID = (
    *("Salam", "2", "1", "2", "Multan", "They broke the lock.", "no"),
    *("Submit, no updates", "thanks"),
)
"""The messages of every WhatsApp complainant, up to the number and one more word."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    seconds: float


@dataclass
class Door:
    """Sends requests until they are answered or the storm is over."""

    port: int
    statuses: list[int] = field(default_factory=list)  # 0: the connection broke
    surprises: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Send one request on a connection of its own. Status 0: the connection broke."""
        began = time.monotonic()
        line = self.line()
        try:
            line.request(method, path, body or None, {"Host": "127.0.0.1", **headers})
            answer = line.getresponse()
            answer.read()
            status, told = answer.status, {name.lower(): said for name, said in answer.getheaders()}
        except (OSError, http.client.HTTPException):
            status, told = 0, {}
        finally:
            line.close()
        self.statuses.append(status)
        return Answer(status, told, time.monotonic() - began)

    def line(self) -> http.client.HTTPConnection:
        """Open a new connection."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def send_until(self, *request, good: Iterable[int], **headers: str) -> Answer | None:
        """Send a request until a good answer comes. Return None if the storm ends before.

        An answer that is neither good nor a failure of the portal (5xx, a broken connection) is noted as a surprise.
        """
        while True:
            answer = self.send(*request, **headers)
            if answer.status in good:
                return answer
            if 0 < answer.status < 500:
                self.surprises.append(f"{request[:2]}: {answer.status}")
                return None
            if self.over.wait(AGAIN):
                return None


def steadily(pieces: Iterable[Callable], *, a_second: float, hands: int) -> threading.Thread:
    """Do these pieces of work at a steady rate in several threads.

    The returned thread ends with the last piece.
    """
    waiting = queue.SimpleQueue()

    def hand() -> None:
        while (piece := waiting.get()) is not None:
            piece()

    def deal() -> None:
        people = [threading.Thread(target=hand, daemon=True) for _ in range(hands)]
        for one in people:
            one.start()
        began = time.monotonic()
        for number, piece in enumerate(pieces):
            time.sleep(max(0, began + number / a_second - time.monotonic()))
            waiting.put(piece)
        for _ in people:
            waiting.put(None)
        for one in people:
            one.join()

    dealer = threading.Thread(target=deal, daemon=True)
    dealer.start()
    return dealer


@dataclass
class Citizens:
    """Citizens who complete prepared drafts.

    `acknowledged`: drafts whose last page was answered with the address of a receipt.
    """

    door: Door
    picture: bytes = b""
    acknowledged: list[str] = field(default_factory=list)
    handed_in: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    _numbers: itertools.count = field(default_factory=itertools.count)

    def files(self, draft: str) -> None:
        """Complete a draft. Every tenth uploads a photo first; every second one wants news by e-mail."""
        number = next(self._numbers)
        headers = self._headers()
        if self.picture and number % 10 == 0:
            self._hands_in(draft, headers)
        reach = {"reach": "email", "email": f"ayesha{number}@example.org", "checked": "1"}
        if number % 2:
            reach = {"reach": "phone", "phone": f"0301 {number:07d}", "checked": "1"}
        told = reach | {"language": "en", "behalf": "self", "country": "", "csrfmiddlewaretoken": CSRF}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(told).encode()
        answer = self.door.send_until("POST", f"/complain/{draft}/reach/", body, good=[302], **headers)
        if answer is None:
            return
        if "/receipt/" not in answer.headers["location"]:
            self.door.surprises.append(f"{draft} led to {answer.headers['location']}")
            return
        self.took.append(answer.seconds)
        self.acknowledged.append(draft)

    def _hands_in(self, draft: str, headers: dict) -> None:
        """Upload a photo in two pieces. After a broken connection continue at the portal's offset."""
        key, place = str(uuid.uuid4()), f"/complaint/{draft}/evidence/"
        told = {"name": "plot.jpg", "type": "image/jpeg", "size": len(self.picture), "key": key}
        form = headers | {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": CSRF}
        begun = self.door.send_until("POST", f"{place}begin/", urlencode(told).encode(), good=[201], **form)
        if begun is None:
            return
        stands, half = 0, max(64 * 1024, len(self.picture) // 2)
        while True:
            answer = self.door.send_until("HEAD", f"{place}{key}/piece/", good=[200], **headers)
            if answer is None:
                return
            stands = int(answer.headers["upload-offset"])
            if answer.headers["upload-done"] == "1":
                self.handed_in.append(key)
                return
            piece = self.picture[stands : stands + half]
            sent = headers | {
                "X-CSRFToken": CSRF,
                "Upload-Offset": str(stands),
                "Content-Type": "application/octet-stream",
            }
            self.door.send("PATCH", f"{place}{key}/piece/", piece, **sent)

    def _headers(self) -> dict[str, str]:
        """Return the headers of a browser without a session, at an address of its own."""
        address = ".".join(str(1 + secrets.randbelow(250)) for _ in range(4))
        return {"Cookie": f"csrftoken={CSRF}", "X-Forwarded-For": address}


@dataclass
class Officer:
    """An officer who makes one move on each complaint that waits for it.

    `acknowledged`: complaints on which it was made. `waits`: a query for (id, E-tag, length of the history) of waiting
    complaints. `asks` runs it; it returns nothing while the database is away.
    """

    door: Door
    session: str
    move: str
    chosen: dict
    asks: Callable[[str], list[tuple]]
    waits: str
    acknowledged: list[int] = field(default_factory=list)
    _sent: set[int] = field(default_factory=set)

    def works(self, *, a_second: float) -> threading.Thread:
        worker = threading.Thread(target=self._work, args=(1 / a_second,), daemon=True)
        worker.start()
        return worker

    def _work(self, pause: float) -> None:
        while not self.door.over.wait(pause):
            new = [row for row in self.asks(self.waits) if row[0] not in self._sent]
            if new:
                self.makes_the_move(*new[0])

    def makes_the_move(self, complaint: int, etag: str, seen: int) -> None:
        """Send the move until there is an answer.

        409 and 403 mean that an earlier try, whose answer was lost, succeeded, or that somebody else moved first. The
        history shows whether the move was made; if not, it is tried again later.
        """
        told = {"seen": seen, "words": "In so many words.", "csrfmiddlewaretoken": CSRF, **self.chosen}
        headers = {
            "Cookie": f"csrftoken={CSRF}; sessionid={self.session}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        path = f"/desk/complaints/{etag}/{self.move}/"
        answer = self.door.send_until("POST", path, urlencode(told).encode(), good=[302, 409, 403], **headers)
        if answer is None:
            return
        if answer.status == 302 and answer.headers["location"].endswith(f"/{etag}/"):
            self.acknowledged.append(complaint)
            self._sent.add(complaint)
        elif answer.status == 302:
            self.door.surprises.append(f"{path} led to {answer.headers['location']}")


@dataclass
class Chatter:
    """A person who complains by WhatsApp. Meta delivers each message until it is acknowledged, and some twice."""

    door: Door
    number: str
    delivered: int = 0

    def talks(self, *, pause: float) -> threading.Thread:
        talking = threading.Thread(target=self._talk, args=(pause,), daemon=True)
        talking.start()
        return talking

    def _talk(self, pause: float) -> None:
        for place, text in enumerate(SAID):
            body = self._delivery(text)
            for _ in range(2 if place % 4 == 3 else 1):
                signature = hmac.new(SETTINGS["WHATSAPP_APP_SECRET"].encode(), body, hashlib.sha256).hexdigest()
                headers = {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signature}"}
                if self.door.send_until("POST", "/whatsapp/webhook", body, good=[200], **headers) is None:
                    return
            self.delivered += 1
            time.sleep(pause)

    def _delivery(self, text: str) -> bytes:
        told = {"id": f"wamid.{uuid.uuid4().hex}", "timestamp": str(int(time.time())), "from": self.number}
        message = told | {"type": "text", "text": {"body": text}}
        metadata = {"phone_number_id": SETTINGS["WHATSAPP_PHONE_NUMBER_ID"]}
        value = {"messaging_product": "whatsapp", "metadata": metadata, "contacts": [], "messages": [message]}
        change = {"value": value, "field": "messages"}
        return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}).encode()
