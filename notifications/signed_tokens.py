"""Short signatures for addresses and ids of e-mails, which travel through programs that change upper to lower case."""

import base64
import hmac

from ledger import field_encryption

SIGNATURE_BYTES = 10
"""80 bits: sixteen letters."""


def sign(domain: str, text: str) -> str:
    """Return the signature of a text in lower-case letters and digits. `domain`: what it is for."""
    return _letters(field_encryption.blind_index(domain, text))


def is_signed(domain: str, text: str, signature: str) -> bool:
    """Return whether the signature is right, under the present index key or a former one."""
    valid = map(_letters, field_encryption.all_index_values(field_encryption.blind_index(domain, text)))
    return sum(hmac.compare_digest(one, signature.lower()) for one in valid if signature.isascii()) > 0


def _letters(mark: bytes) -> str:
    return base64.b32encode(mark[:SIGNATURE_BYTES]).decode().lower()
