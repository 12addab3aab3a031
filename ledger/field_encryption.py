"""Encryption of personal data with AES-256-GCM, and blind indexes by which encrypted values can be found.

An encrypted value is `<key id>:<base64 of nonce and ciphertext>`. The first key of the key ring encrypts; all keys
decrypt. So a new key is put in front, and old rows are re-encrypted later. `purpose` is bound to the value as
associated data: an encrypted telephone number that is copied into the address column, or into another row
(`purpose_in_row`), cannot be decrypted there.
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
def _ciphers_by_key_id(keys: tuple[str, ...]) -> dict[str, AESGCM]:
    """Return the ciphers by key id, the one that encrypts first."""
    pairs = (entry.split(":", 1) for entry in keys)
    return {key_id: AESGCM(base64.b64decode(key)) for key_id, key in pairs}


def field_key_ids() -> list[str]:
    """Return the ids of the keys, the one that encrypts first."""
    return list(_ciphers_by_key_id(tuple(settings.FIELD_KEYS)))


def purpose_in_row(purpose: str, row) -> str:
    """Return the purpose of a value that is bound to one row. `row`: what identifies the row, usually its id."""
    return f"{purpose}:{row}"


def encrypt_text(text: str, purpose: str) -> str:
    """Return the text, encrypted with the newest key and bound to `purpose`."""
    key_id, cipher = next(iter(_ciphers_by_key_id(tuple(settings.FIELD_KEYS)).items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = cipher.encrypt(nonce, text.encode(), purpose.encode())
    return f"{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt_text(sealed: str, purpose: str) -> str:
    """Return the decrypted text. Raises KeyError for an unknown key, InvalidTag for an altered or moved value."""
    key_id, text = sealed.split(":", 1)
    raw = base64.b64decode(text)
    cipher = _ciphers_by_key_id(tuple(settings.FIELD_KEYS))[key_id]
    return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode()).decode()


class BlindIndex(bytes):
    """A blind index. `older`: the index of the same value under previous keys, so that rows with those are found."""

    older: tuple[bytes, ...] = ()


def blind_index(domain: str, value: str) -> bytes:
    """Return sixteen bytes by which equal values can be found without decrypting them. Domains have separate indexes.

    While INDEX_KEYS_BEFORE is set, return a BlindIndex. Lookups (complaints.models.database.blind_index_lookup) and
    `is_same_index` then also find indexes under the previous keys.
    """
    if not value:
        return b""
    mark = _blind_index_under_key(settings.INDEX_KEY, domain, value)
    if settings.INDEX_KEYS_BEFORE:
        mark = BlindIndex(mark)
        mark.older = tuple(_blind_index_under_key(key, domain, value) for key in settings.INDEX_KEYS_BEFORE)
    return mark


def all_index_values(index: bytes) -> list[bytes]:
    """Return all values to look for: the index and its older forms."""
    return [bytes(index), *getattr(index, "older", ())]


def is_same_index(stored: bytes, index: bytes) -> bool:
    """Return in constant time whether a stored blind index equals this one under any key."""
    return sum(hmac.compare_digest(bytes(stored), mark) for mark in all_index_values(index)) > 0


def _blind_index_under_key(key: str, domain: str, value: str) -> bytes:
    return hmac.new(key.encode(), f"{domain}\x00{value}".encode(), hashlib.sha256).digest()[:16]
