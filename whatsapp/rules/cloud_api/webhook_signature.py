"""Signature of a webhook delivery: HMAC-SHA256 of the raw bytes with the app's secret (`X-Hub-Signature-256`)."""

import hashlib
import hmac
import re

_HEADER = re.compile(rb"sha256=([0-9a-fA-F]{64})")


def is_signed(body: bytes, header: str, *, secret: str) -> bool:
    """Return whether the header signs these bytes. False for a missing or malformed header or an empty secret."""
    match = _HEADER.fullmatch(header.encode("utf-8", "surrogateescape"))
    if not secret or match is None:
        return False
    expected = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return hmac.compare_digest(expected, bytes.fromhex(match[1].decode()))
