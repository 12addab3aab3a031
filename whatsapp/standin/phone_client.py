"""HTTP client for a phone of a running stand-in."""

import json
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

from whatsapp.standin.phone_bubbles import Bubble, make_bubble

TIME_OUT = 15  # seconds
LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}
"""Never Meta's own host."""


class SimulatorUnavailable(Exception):
    """No stand-in answers at that address."""


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

    def _ask(self, path: str, body: bytes | None = None, kind: str = "") -> dict:
        if urlsplit(self.url).hostname not in LOCAL_HOSTS:
            raise SimulatorUnavailable("no address of this machine")
        headers = {"Content-Type": kind} if kind else {}
        request = urllib.request.Request(self.url + path, body, headers)  # noqa: S310 (the settings' own address)
        try:
            with urllib.request.urlopen(request, timeout=TIME_OUT) as answer:  # noqa: S310
                return json.load(answer)
        except (OSError, ValueError) as trouble:
            raise SimulatorUnavailable(type(trouble).__name__) from None
