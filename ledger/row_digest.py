"""The digest of a database row, and the signature of a single row."""

import hmac
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from ledger import chain, signing_keys
from ledger.row_signing import SALT_BYTES

LINK_BYTES = 32
SIGNATURE_BYTES = SALT_BYTES + 2 * LINK_BYTES


def digest_of_row(salt: bytes, values: Mapping[str, object]) -> str:
    """Return the salted digest of a row's values by column. Encrypted columns are digested as their plain text."""
    plain = {column: _plain_value(value) for column, value in values.items()}
    return chain.text_digest(salt, chain.canonical_json(plain))


def _plain_value(value):
    match value:
        case None | bool() | int() | float():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case bytes() | memoryview():
            return bytes(value).hex()
        case list() | tuple():
            return [_plain_value(item) for item in value]
        case dict():
            return {str(name): _plain_value(item) for name, item in value.items()}
    return str(value)


def sign_single_row(table: str, values: Mapping[str, object], text: str) -> tuple[str, bytes]:
    """Return key id and signature of a row without a chain. `text`: a column that may be emptied later.

    The signature is a nonce, the keyed hash of the values, and the keyed hash of the text.
    """
    key_id, key = signing_keys.current_signing_key()
    nonce = os.urandom(SALT_BYTES)
    return key_id, nonce + _links(key, nonce, table, values, text)


def is_row_signature(key: bytes, signature: bytes, table: str, values: Mapping[str, object], text: str) -> bool:
    """Return whether this is the signature of the values and the text under this key."""
    nonce, links = signature[:SALT_BYTES], signature[SALT_BYTES:]
    return hmac.compare_digest(links, _links(key, nonce, table, values, text))


def is_emptied_row_signature(key: bytes, signature: bytes, table: str, values: Mapping[str, object]) -> bool:
    """Return whether this is the signature of the values, whatever the text was."""
    nonce, link = signature[:SALT_BYTES], signature[SALT_BYTES : SALT_BYTES + LINK_BYTES]
    return hmac.compare_digest(link, _links(key, nonce, table, values, "")[:LINK_BYTES])


def _links(key: bytes, nonce: bytes, table: str, values: Mapping[str, object], text: str) -> bytes:
    body = chain.canonical_json({"table": table, **{column: _plain_value(value) for column, value in values.items()}})
    row = chain.compute_link(key, nonce, body)
    return row + chain.compute_link(key, row, text)
