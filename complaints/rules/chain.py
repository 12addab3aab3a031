"""The history's arithmetic: a canonical body, and a keyed hash that chains it to the one before.

`body` is hashed as the text that is stored; it is never serialised again. It holds no free text and no personal
data: words stand in a row of their own, and the body holds their salted digest, so that anonymising breaks nothing.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping

START = b"\x00" * 32


def canonical(facts: Mapping) -> str:
    """One text for one set of facts: sorted keys, no spaces, ASCII."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def link(key: bytes, prev: bytes, body: str) -> bytes:
    """HMAC-SHA256 of the previous link and this body."""
    return hmac.new(key, prev + body.encode(), hashlib.sha256).digest()


def digest(salt: bytes, words: str) -> str:
    """What the body says of words that stand elsewhere."""
    return hashlib.sha256(salt + words.encode()).hexdigest()
