"""The address of a draft: a keyed permutation of its id, so that the database contains no address that opens one.

An address opens a draft for a day, and afterwards its receipt. A thief of the database learns ids, from
which no address follows without SECRET_KEY. After SECRET_KEY has changed, former addresses open nothing.
"""

from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.urls.converters import UUIDConverter


def draft_id_at(address: UUID) -> UUID:
    """Return the id of the draft with this address. Every address belongs to one id."""
    encryptor = _cipher(settings.SECRET_KEY).encryptor()
    return UUID(bytes=encryptor.update(address.bytes) + encryptor.finalize())


def draft_address(draft_id: UUID) -> UUID:
    """Return the address of the draft with this id."""
    decryptor = _cipher(settings.SECRET_KEY).decryptor()
    return UUID(bytes=decryptor.update(draft_id.bytes) + decryptor.finalize())


class DraftAddressConverter(UUIDConverter):
    """Path converter: the view gets the draft's id, the URL contains its address."""

    def to_python(self, value: str) -> UUID:
        return draft_id_at(super().to_python(value))

    def to_url(self, value: UUID | str) -> str:
        return str(draft_address(value if isinstance(value, UUID) else UUID(str(value))))


@lru_cache(maxsize=2)
def _cipher(secret: str) -> Cipher:
    """Return AES with a derived key. A UUID is one block, so the mode without chaining is a permutation of UUIDs."""
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"address of a draft").derive(secret.encode())
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 (a single block)
