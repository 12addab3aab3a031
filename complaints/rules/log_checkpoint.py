"""A daily head of the log: what is published of it, what its readers alone are told, and the file that holds both."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ledger import chain

VERSION = 1
NOTHING = b"\x00" * 32
"""In place of the last seal's mark, or of the head before, where there is none."""


class NotAHead(ValueError):
    """The file is none that the portal sends out."""


@dataclass(frozen=True)
class Head:
    """A head as it was sent out. `seal`: the id of the last seal that it holds, None where there was none; `events`,
    `complaints`: how many there were up to it; `roots`: SHA-256 of the roots of its seals."""

    text: str
    events: int
    complaints: int
    seal: int | None
    roots: str
    key_id: str
    mac: str

    @property
    def told(self) -> dict:
        """What its text says; nothing where that is no longer readable."""
        try:
            told = json.loads(self.text)
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}

    @property
    def digest(self) -> bytes:
        return digest(self.text)

    def bears(self, key: bytes) -> bool:
        """Whether it is as it was made, under that key."""
        return self.mac == chain.head(key, self.text, inside(self.events, self.complaints, self.seal, self.roots)).hex()


def text(*, number: int, day: date, at: datetime, seal: bytes, root: bytes, prev: bytes) -> str:
    """What is published."""
    return chain.canonical(
        {
            "v": VERSION,
            "number": number,
            "day": day.isoformat(),
            "at": at.astimezone(UTC).isoformat(),
            "seal": seal.hex(),
            "root": root.hex(),
            "prev": prev.hex(),
        }
    )


def digest(text: str) -> bytes:
    """By what the next head names this one."""
    return hashlib.sha256(text.encode()).digest()


def inside(events: int, complaints: int, seal: int | None, roots: str) -> str:
    """What is not published, as it is marked."""
    return chain.canonical({"events": events, "complaints": complaints, "seal": seal, "roots": roots})


def as_file(head: Head) -> str:
    """One line of JSON, as it is kept and mailed."""
    return chain.canonical(vars(head))


def from_file(contents: str) -> Head:
    """The head that a file holds; of a letter, the line that begins with a brace. Raises NotAHead."""
    line = next((line for line in contents.splitlines() if line.startswith("{")), "")
    try:
        head = Head(**json.loads(line))
        told = head.told
        known = told["v"] == VERSION and isinstance(told["number"], int) and date.fromisoformat(told["day"])
        known = known and bytes.fromhex(told["seal"] + told["root"] + told["prev"] + head.roots)
        counted = all(isinstance(number, int) for number in (head.events, head.complaints, head.seal or 0))
    except (ValueError, TypeError, KeyError) as error:
        raise NotAHead from error
    if not (known and counted and head.mac.isascii()):
        raise NotAHead
    return head
