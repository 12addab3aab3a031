"""Sign the rows of the chained tables: events of complaints, steps of reviews, answers to questions.

All these rows are written with the result of `sign_row`, so they have the same time format and the present key.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from ledger import chain, signing_keys

SALT_BYTES = 16


class SignedRow(NamedTuple):
    """The columns of a chained row. `mac` = HMAC(key, prev ‖ body)."""

    body: str
    key_id: str
    prev: bytes
    mac: bytes


def sign_row(prev: bytes, fields: Mapping, *, at: datetime) -> SignedRow:
    """Return the signed body with these fields and the time, linked to the row before.

    `prev`: the mac of the row before, `chain.CHAIN_START` for the first one, or a constant for rows without a chain.
    """
    key_id, key = signing_keys.current_signing_key()
    body = chain.canonical_json({"v": chain.BODY_VERSION, "at": format_instant(at), **fields})
    return SignedRow(body, key_id, prev, chain.compute_link(key, prev, body))


@lru_cache(maxsize=64)
def format_instant(at: datetime) -> str:
    """Return a time as ISO 8601 in UTC, as bodies state it. Cached: a sweep uses one time for thousands of rows."""
    return at.astimezone(UTC).isoformat()


def new_salt(text: str) -> bytes:
    """Return a fresh salt for a text that is stored outside the body; empty for no text."""
    return os.urandom(SALT_BYTES) if text else b""


def digest_of_text(text: str, salt: bytes) -> str | None:
    """Return the digest that the body contains for a text that is stored outside it; None for no text."""
    return chain.text_digest(salt, text) if text else None
