"""The format of the frozen dossier of a flag: its canonical text, and the keyed hash that shows any alteration."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from ledger import chain

MAC_PREFIX = b"dossier\x00"
"""Prefix of the hashed text: the same key also signs histories, and no hash of one may be valid for the other."""

DOSSIER_VERSION = 2
"""The version of new dossiers. From version 2 on, an event states to whom it gave the complaint."""
READABLE_VERSIONS = frozenset({1, DOSSIER_VERSION})
"""The versions that verification accepts. Both may state the new holder: version 1 was also written by mistake."""
NAMED_PER_NOTICE = 3
"""A notice names at most this many complaints. Older dossiers do not record whether a notice named theirs."""


def canonical_text(body: Mapping) -> str:
    """Return the body as the text that is hashed, stored and exported: sorted keys, no spaces, ASCII."""
    return chain.canonical_json(body)


def dossier_mac(key: bytes, text: str) -> bytes:
    """Return the HMAC-SHA256 of the canonical text."""
    return chain.compute_link(key, MAC_PREFIX, text)


def dossier_file_bytes(text: str, *, key_id: str, mac: bytes) -> bytes:
    """Return the file for download: the frozen body and its hash."""
    return json.dumps({"dossier": json.loads(text), "key_id": key_id, "mac": mac.hex()}, indent=1).encode() + b"\n"


def was_officer_notified_in_time(body: Mapping) -> bool:
    """Return whether the dossier records that the officer knew of the complaint in time.

    Either a notice about this complaint was delivered before the deadline, or the officer opened the file. A notice
    that sums up more complaints than it names may not have named this one.
    """
    due_at = datetime.fromisoformat(body["breach"]["due_at"])
    return bool(body["views"]) or any(
        was_notification_sent_before(notice, by=due_at) and notice.get("names_it", notice["count"] <= NAMED_PER_NOTICE)
        for notice in body["notices"]
    )


def was_notification_sent_before(notice: Mapping, *, by: datetime) -> bool:
    """Return whether a notice in a dossier was sent before that moment."""
    return bool(notice["sent_at"]) and datetime.fromisoformat(notice["sent_at"]) < by


def differing_paths(first: object, second: object, prefix: str = "") -> Iterator[str]:
    """Yield the path of each difference between two bodies, for example `custody[2].to`."""
    if isinstance(first, dict) and isinstance(second, dict):
        for name in sorted(first.keys() | second.keys()):
            path = f"{prefix}.{name}" if prefix else name
            if name in first and name in second:
                yield from differing_paths(first[name], second[name], path)
            else:
                yield path
    elif isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        for number, (left, right) in enumerate(zip(first, second, strict=True)):
            yield from differing_paths(left, right, f"{prefix}[{number}]")
    elif first != second:
        yield prefix
