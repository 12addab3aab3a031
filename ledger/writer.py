"""Sign bodies for the chained tables: events of complaints, steps of reviews, answers to questions.

Every such row is written with what `sign` returns, so that all state their instant alike and carry the present key.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from ledger import chain, signing_keys

SALT_BYTES = 16


class Signed(NamedTuple):
    """The columns of a chained row. `mac` = HMAC(key, prev ‖ body)."""

    body: str
    key_id: str
    prev: bytes
    mac: bytes


def sign(prev: bytes, fields: Mapping, *, at: datetime) -> Signed:
    """Return the canonical body of these fields and the instant, linked to the row before.

    `prev`: the mac of the row before, `chain.START` for the first one, or a constant for rows without a chain.
    """
    key_id, key = signing_keys.sealing()
    body = chain.canonical({"v": chain.VERSION, "at": instant(at), **fields})
    return Signed(body, key_id, prev, chain.link(key, prev, body))


@lru_cache(maxsize=64)
def instant(at: datetime) -> str:
    """Return an instant as bodies state it: in UTC. Cached, because a sweep states one instant thousands of times."""
    return at.astimezone(UTC).isoformat()


def new_salt(words: str) -> bytes:
    """Return a fresh salt for words that stand outside the body; none for no words."""
    return os.urandom(SALT_BYTES) if words else b""


def digest_of(words: str, salt: bytes) -> str | None:
    """Return what the body states of words that stand outside it."""
    return chain.digest(salt, words) if words else None
