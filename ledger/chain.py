"""The cryptography of the chained log: canonical bodies, and the keyed hash that links each body to the one before.

A body is hashed as the stored text; it is never serialised again. It contains no free text and no personal data. Texts
are stored in rows of their own, and the body contains their salted digest, so that anonymisation does not break the
chain.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

CHAIN_START = b"\x00" * 32
"""The link before the first event."""
BODY_VERSION = 1
SEAL_VERSION = 3

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def canonical_json(facts: Mapping) -> str:
    """Return the only JSON text for these facts: sorted keys, no spaces, ASCII."""
    return _ENCODER.encode(facts)


def canonical_system_event_body(*, complaint: int, seq: int, at: str, kind: str, cycle: int, facts: str) -> str:
    """Return the canonical body of an event that the system records without a text.

    `at` and `facts` are already encoded. The text is the same as from `canonical_json`, but faster to make for
    thousands of events, because it is concatenated and not encoded.
    """
    middle = f'"by":{{"kind":"system"}},"complaint":{complaint},"cycle":{cycle}'
    return f'{{"at":"{at}",{middle},"facts":{facts},"kind":"{kind}","seq":{seq},"v":{BODY_VERSION},"words":null}}'


def compute_link(key: bytes, prev: bytes, body: str) -> bytes:
    """Return the link of a body: HMAC-SHA256 of the previous link and the body."""
    return hmac.digest(key, prev + body.encode(), "sha256")


def text_digest(salt: bytes, text: str) -> str:
    """Return the digest that a body contains for a text that is stored elsewhere."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def text_with_parts(text: str, parts: Mapping[str, str]) -> str:
    """Return what the digest of a text covers: the text itself, or the text together with its named parts.

    It begins with NUL if there are parts. No stored text has a NUL, so no other text has the same digest.
    """
    return f"\x00{canonical_json({'text': text, 'parts': dict(parts)})}" if parts else text


def compute_seal(
    key: bytes, prev: bytes, macs: Iterable[bytes], *, at: datetime, version: int, other_links: Sequence[bytes] = ()
) -> bytes:
    """Return the link of a seal.

    It is the HMAC-SHA256 of the previous seal, the time of the seal (from version 2 on), the number and the links of
    the other sealed rows (`other_links`, from version 3 on), and the links of all events in the order of their ids.
    """
    sealing = hmac.new(key, prev, hashlib.sha256)
    if version > 1:
        sealing.update(f"{version}|{at.astimezone(UTC).isoformat()}|".encode())
    if version > 2:
        sealing.update(f"{len(other_links)}|".encode())
    for mac in (*other_links, *macs):
        sealing.update(bytes(mac))
    return sealing.digest()


def head_mac(key: bytes, text: str, inside: str) -> bytes:
    """Return the MAC of a hourly head: of its published text and its unpublished part."""
    return hmac.digest(key, b"head\x00" + text.encode() + b"\x00" + inside.encode(), "sha256")
