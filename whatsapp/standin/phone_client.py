"""HTTP client for a phone of a running stand-in."""

import json
import urllib.request
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from whatsapp.standin.phone_bubbles import Bubble, make_bubble

TIME_OUT = 15  # seconds
LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}
"""Never Meta's own host."""


class SimulatorUnavailable(Exception):
    """No stand-in answers at that address."""


@dataclass(frozen=True)
class PhoneScreen:
    """What a phone shows. `is_typing`: the portal said that it writes."""

    bubbles: list[Bubble]
    is_typing: bool = False


@dataclass(frozen=True)
class SimulatedPhone:
    """A phone. `url`: the stand-in's address; `number`: digits with the country code."""

    url: str
    number: str

    def write(self, part: dict) -> None:
        """Send one message. Raises SimulatorUnavailable."""
        self._ask(f"/phone/{self.number}", json.dumps(part).encode(), "application/json")

    def hand_in(self, kind: str, content: bytes, media_type: str, *, name: str = "", caption: str = "") -> None:
        """Send a file (`kind`: image, video, audio, document). Raises SimulatorUnavailable."""
        id = self._ask(f"/phone/{self.number}/file", content, media_type)["id"]
        media = {"id": id, "mime_type": media_type} | ({"filename": name} if kind == "document" else {})
        self.write({"type": kind, kind: media | ({"caption": caption} if caption else {})})

    def shown(self, seen: int = 0) -> list[Bubble]:
        """Return what the screen shows after its first `seen` messages. Raises SimulatorUnavailable."""
        return [make_bubble(entry) for entry in self._ask(f"/phone/{self.number}?seen={seen}")["messages"]]

    def look(self) -> PhoneScreen:
        """Return the open chat. The portal's messages are read with that. Raises SimulatorUnavailable."""
        screen = self._ask(f"/phone/{self.number}?open=1")
        return PhoneScreen([make_bubble(entry) for entry in screen["messages"]], bool(screen.get("typing")))

    def file(self, media_id: str) -> tuple[bytes, str]:
        """Return bytes and media type of a file of the chat. Raises SimulatorUnavailable."""
        return self._fetch(f"/phone/{self.number}/file/{quote(media_id, safe='')}")

    def _ask(self, path: str, body: bytes | None = None, kind: str = "") -> dict:
        try:
            return json.loads(self._fetch(path, body, kind)[0])
        except ValueError as trouble:
            raise SimulatorUnavailable(type(trouble).__name__) from None

    def _fetch(self, path: str, body: bytes | None = None, kind: str = "") -> tuple[bytes, str]:
        if urlsplit(self.url).hostname not in LOCAL_HOSTS:
            raise SimulatorUnavailable("no address of this machine")
        headers = {"Content-Type": kind} if kind else {}
        try:
            request = urllib.request.Request(self.url + path, body, headers)  # noqa: S310 (the settings' own address)
            with urllib.request.urlopen(request, timeout=TIME_OUT) as answer:  # noqa: S310
                return answer.read(), answer.headers.get_content_type()
        except (OSError, ValueError) as trouble:
            raise SimulatorUnavailable(type(trouble).__name__) from None
