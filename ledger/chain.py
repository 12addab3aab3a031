"""The history's arithmetic: a canonical body, and a keyed hash that chains it to the one before.

`body` is hashed as the text that is stored; it is never serialised again. It holds no free text and no personal
data: words stand in a row of their own, and the body holds their salted digest, so that anonymising breaks nothing.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

START = b"\x00" * 32
VERSION = 1
SEAL_VERSION = 3

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def canonical(facts: Mapping) -> str:
    """One text for one set of facts: sorted keys, no spaces, ASCII."""
    return _ENCODER.encode(facts)


def canonical_by_system(*, complaint: int, seq: int, at: str, kind: str, cycle: int, facts: str) -> str:
    """The canonical body of an event without words that the system records, of an instant and facts encoded before.

    For thousands at once: the same text as `canonical` gives, put together instead of encoded.
    """
    whose = f'"by":{{"kind":"system"}},"complaint":{complaint},"cycle":{cycle}'
    return f'{{"at":"{at}",{whose},"facts":{facts},"kind":"{kind}","seq":{seq},"v":{VERSION},"words":null}}'


def link(key: bytes, prev: bytes, body: str) -> bytes:
    """HMAC-SHA256 of the previous link and this body."""
    return hmac.digest(key, prev + body.encode(), "sha256")


def digest(salt: bytes, words: str) -> str:
    """What the body says of words that stand elsewhere."""
    return hashlib.sha256(salt + words.encode()).hexdigest()


def seal(
    key: bytes, prev: bytes, macs: Iterable[bytes], *, at: datetime, version: int, beside: Sequence[bytes] = ()
) -> bytes:
    """A seal's own link: HMAC-SHA256 of the previous seal, its instant (not in version 1), the links of what is sealed
    beside the events with their number (from version 3 on), and every event's link, in the order of their ids."""
    sealing = hmac.new(key, prev, hashlib.sha256)
    if version > 1:
        sealing.update(f"{version}|{at.astimezone(UTC).isoformat()}|".encode())
    if version > 2:
        sealing.update(f"{len(beside)}|".encode())
    for mac in (*beside, *macs):
        sealing.update(bytes(mac))
    return sealing.digest()


def head(key: bytes, text: str, inside: str) -> bytes:
    """The mark of a daily head: of what is published, and of what its readers alone are told."""
    return hmac.digest(key, b"head\x00" + text.encode() + b"\x00" + inside.encode(), "sha256")
