"""The frozen dossier of a flag: one text for one set of facts, and the keyed mark that says nobody altered it."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from ledger import chain

PURPOSE = b"dossier\x00"
"""A mark of a dossier is never one of a history, though the key is the same."""

VERSION = 2
"""From version 2 on, an event says to whom it gave the complaint."""
READABLE = frozenset({1, VERSION})
VERSION = 1
NAMED = 3
"""How many complaints a notice names; dossiers that were frozen earlier do not say whether it named theirs."""


def canonical(body: Mapping) -> str:
    """Sorted keys, no spaces, ASCII: what is hashed, stored and handed out."""
    return chain.canonical(body)


def mark(key: bytes, text: str) -> bytes:
    """HMAC-SHA256 over the canonical text."""
    return chain.link(key, PURPOSE, text)


def as_file(text: str, *, key_id: str, mac: bytes) -> bytes:
    """What is downloaded: the body as it was frozen, and its mark."""
    return json.dumps({"dossier": json.loads(text), "key_id": key_id, "mac": mac.hex()}, indent=1).encode() + b"\n"


def was_notified(body: Mapping) -> bool:
    """Return whether the dossier records that the officer knew of the complaint in time.

    Either a notice about this complaint was delivered before the deadline, or the officer opened the file. A notice
    that sums up more complaints than it names may not have named this one.
    """
    due_at = datetime.fromisoformat(body["breach"]["due_at"])
    return bool(body["views"]) or any(
        is_delivered(notice, by=due_at) and notice.get("names_it", notice["count"] <= NAMED)
        for notice in body["notices"]
    )


def is_delivered(notice: Mapping, *, by: datetime) -> bool:
    """Return whether a notice of a dossier left before that moment."""
    return bool(notice["sent_at"]) and datetime.fromisoformat(notice["sent_at"]) < by


def differences(one: object, other: object, where: str = "") -> Iterator[str]:
    """Where two bodies differ, by the way to it: `custody[2].to`."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted(one.keys() | other.keys()):
            yield from _within(one, other, name, f"{where}.{name}" if where else name)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from differences(left, right, f"{where}[{number}]")
    elif one != other:
        yield where


def _within(one: dict, other: dict, name: str, where: str) -> Iterator[str]:
    if name in one and name in other:
        yield from differences(one[name], other[name], where)
    else:
        yield where
