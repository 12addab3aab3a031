"""The hourly head of the log: its published text, its unpublished figures, and the file that contains both."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from ledger import chain

VERSION = 2
NO_PREDECESSOR = b"\x00" * 32
"""Stands for the last seal or the previous head if there is none."""


class InvalidHead(ValueError):
    """The file is not a head of the portal."""


@dataclass(frozen=True)
class LogHead:
    """A head as it was sent out.

    `seal`: the id of the last seal in it, or None. `events`, `complaints`: their numbers up to that seal. `roots`: the
    SHA-256 digest of the roots of its seals and of `blind`. `blind`: the random number in its root and in its seal.
    """

    text: str
    events: int
    complaints: int
    seal: int | None
    roots: str
    blind: str
    key_id: str
    mac: str

    @property
    def unpublished(self) -> str:
        """The part that is not published, in the canonical form that the MAC covers."""
        names = ("events", "complaints", "seal", "roots", "blind")
        return chain.canonical_json({name: getattr(self, name) for name in names})

    @property
    def published_facts(self) -> dict:
        """The facts in its published text; empty if the text is damaged."""
        try:
            facts = json.loads(self.text)
        except ValueError:
            return {}
        return facts if isinstance(facts, dict) else {}

    @property
    def digest(self) -> bytes:
        """The digest by which the next head refers to this one."""
        return head_digest(self.text)

    def has_valid_mac(self, key: bytes) -> bool:
        """Return whether it is unchanged: its MAC is valid under this key."""
        return self.mac == chain.head_mac(key, self.text, self.unpublished).hex()

    def states_seal(self, mac: bytes) -> bool:
        """Return whether its text is about the seal with this MAC."""
        return self.published_facts.get("seal") == blinded_seal(mac, bytes.fromhex(self.blind)).hex()


def hour_of(at: datetime) -> datetime:
    """Return the beginning of the hour in UTC."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def published_text(*, number: int, hour: datetime, at: datetime, seal: bytes, root: bytes, prev: bytes) -> str:
    """Return the text that is published, in canonical form."""
    return chain.canonical_json(
        {
            "v": VERSION,
            "number": number,
            "hour": hour.astimezone(UTC).isoformat(),
            "at": at.astimezone(UTC).isoformat(),
            "seal": seal.hex(),
            "root": root.hex(),
            "prev": prev.hex(),
        }
    )


def head_digest(text: str) -> bytes:
    """Return the digest by which the next head refers to this one."""
    return hashlib.sha256(text.encode()).digest()


def blinded_seal(mac: bytes, blind: bytes) -> bytes:
    """Return what is published of the last seal. It does not show whether two heads have the same one."""
    return hashlib.sha256(b"seal\x00" + mac + blind).digest()


def head_to_file(head: LogHead) -> str:
    """Return the head as one line of JSON, as it is stored and mailed."""
    return chain.canonical_json(vars(head))


def head_from_file(contents: str) -> LogHead:
    """Return the head in a file or a mail: the first line that begins with a brace. Raises InvalidHead."""
    line = next((line for line in contents.splitlines() if line.startswith("{")), "")
    try:
        head = LogHead(**json.loads(line))
        facts = head.published_facts
        is_valid = facts["v"] == VERSION and isinstance(facts["number"], int) and datetime.fromisoformat(facts["hour"])
        is_valid = is_valid and bytes.fromhex(facts["seal"] + facts["root"] + facts["prev"] + head.roots + head.blind)
        has_counts = all(isinstance(number, int) for number in (head.events, head.complaints, head.seal or 0))
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidHead from error
    if not (is_valid and has_counts and head.mac.isascii()):
        raise InvalidHead
    return head
