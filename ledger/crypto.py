"""Personal data at rest: sealed with AES-256-GCM under a ring of keys, found again by a keyed blind index.

A sealed value is `<key id>:<base64 of nonce and ciphertext>`. The first key of the ring seals, all of them open, so a
new key goes in front and old rows are re-sealed at leisure. `purpose` is bound to the value: a sealed telephone number
copied into the column of an address does not open there.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


@lru_cache(maxsize=4)
def _ring(keys: tuple[str, ...]) -> dict[str, AESGCM]:
    """Ciphers by key id, the sealing one first."""
    pairs = (entry.split(":", 1) for entry in keys)
    return {key_id: AESGCM(base64.b64decode(key)) for key_id, key in pairs}


def key_ids() -> list[str]:
    """The ids of the ring, the sealing one first."""
    return list(_ring(tuple(settings.FIELD_KEYS)))


def seal(words: str, purpose: str) -> str:
    """Words, sealed by the newest key."""
    key_id, cipher = next(iter(_ring(tuple(settings.FIELD_KEYS)).items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = cipher.encrypt(nonce, words.encode(), purpose.encode())
    return f"{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, purpose: str) -> str:
    """The words. Raises KeyError for a key that is not in the ring, InvalidTag for an altered or moved value."""
    key_id, text = sealed.split(":", 1)
    raw = base64.b64decode(text)
    return (
        _ring(tuple(settings.FIELD_KEYS))[key_id]
        .decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode())
        .decode()
    )


class Mark(bytes):
    """A blind index, and what it was under the index keys before: a row that has one of those is found still."""

    older: tuple[bytes, ...] = ()


def blind_index(domain: str, value: str) -> bytes:
    """Sixteen bytes by which equal values are found without being read; each domain has an index of its own.

    While INDEX_KEYS_BEFORE is set, a Mark: queries by it (complaints.models.index_lookup) and `is_same` find older too.
    """
    if not value:
        return b""
    mark = _mark(settings.INDEX_KEY, domain, value)
    if settings.INDEX_KEYS_BEFORE:
        mark = Mark(mark)
        mark.older = tuple(_mark(key, domain, value) for key in settings.INDEX_KEYS_BEFORE)
    return mark


def all_marks(index: bytes) -> list[bytes]:
    """What to look for: the index, and what it was before."""
    return [bytes(index), *getattr(index, "older", ())]


def is_same(kept: bytes, given: bytes) -> bool:
    """Whether what is kept is this blind index, under whichever key, in a time that tells nothing."""
    return sum(hmac.compare_digest(bytes(kept), one) for one in all_marks(given)) > 0


def _mark(key: str, domain: str, value: str) -> bytes:
    return hmac.new(key.encode(), f"{domain}\x00{value}".encode(), hashlib.sha256).digest()[:16]
