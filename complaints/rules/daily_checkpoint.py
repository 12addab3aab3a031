"""The daily checkpoint of the log: its published text, its unpublished figures, and the file that contains both."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ledger import chain

VERSION = 1
NO_PREDECESSOR = b"\x00" * 32
"""Stands for the last seal or the previous checkpoint if there is none."""


class InvalidCheckpoint(ValueError):
    """The file is not a checkpoint of the portal."""


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint as it was sent out.

    `seal`: the id of the last seal in it, or None. `events`, `complaints`: their numbers up to that seal. `roots`: the
    SHA-256 digest of the roots of its seals.
    """

    text: str
    events: int
    complaints: int
    seal: int | None
    roots: str
    key_id: str
    mac: str

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
        """The digest by which the next checkpoint refers to this one."""
        return checkpoint_digest(self.text)

    def has_valid_mac(self, key: bytes) -> bool:
        """Return whether it is unchanged: its MAC is valid under this key."""
        return (
            self.mac
            == chain.checkpoint_mac(
                key, self.text, unpublished_part(self.events, self.complaints, self.seal, self.roots)
            ).hex()
        )


def published_text(*, number: int, day: date, at: datetime, seal: bytes, root: bytes, prev: bytes) -> str:
    """Return the text that is published, in canonical form."""
    return chain.canonical_json(
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


def checkpoint_digest(text: str) -> bytes:
    """Return the digest by which the next checkpoint refers to this one."""
    return hashlib.sha256(text.encode()).digest()


def unpublished_part(events: int, complaints: int, seal: int | None, roots: str) -> str:
    """Return the part that is not published, in the canonical form that the MAC covers."""
    return chain.canonical_json({"events": events, "complaints": complaints, "seal": seal, "roots": roots})


def checkpoint_to_file(head: Checkpoint) -> str:
    """Return the checkpoint as one line of JSON, as it is stored and mailed."""
    return chain.canonical_json(vars(head))


def checkpoint_from_file(contents: str) -> Checkpoint:
    """Return the checkpoint in a file or a mail: the first line that begins with a brace. Raises InvalidCheckpoint."""
    line = next((line for line in contents.splitlines() if line.startswith("{")), "")
    try:
        head = Checkpoint(**json.loads(line))
        facts = head.published_facts
        is_valid = facts["v"] == VERSION and isinstance(facts["number"], int) and date.fromisoformat(facts["day"])
        is_valid = is_valid and bytes.fromhex(facts["seal"] + facts["root"] + facts["prev"] + head.roots)
        has_counts = all(isinstance(number, int) for number in (head.events, head.complaints, head.seal or 0))
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidCheckpoint from error
    if not (is_valid and has_counts and head.mac.isascii()):
        raise InvalidCheckpoint
    return head
