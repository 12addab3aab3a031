"""Encryption to the public key of somebody outside the portal, who alone can open the file.

The file is one HPKE message in base mode (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, as the
library `cryptography` implements it. It begins with the sender's one-time public key (32 bytes), then the ciphertext.
How the owner of the key makes it and opens a file: docs/outside-authority.md.
"""

import hashlib

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class NotAPublicKey(ValueError):
    """The text is not the PEM form of an X25519 public key."""


def load_public_key(pem: str) -> X25519PublicKey:
    """Return the key. Raises NotAPublicKey for any other text, among them a private key."""
    try:
        key = load_pem_public_key(pem.strip().encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise NotAPublicKey("not a public key in PEM form") from error
    if not isinstance(key, X25519PublicKey):
        raise NotAPublicKey("not an X25519 key")
    return key


def fingerprint_of_key(pem: str) -> str:
    """Return the SHA-256 of the key in groups of four, so that two people can compare it by telephone."""
    key = load_public_key(pem).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    digest = hashlib.sha256(key).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def encrypt_to_key(content: bytes, pem: str, *, purpose: str) -> bytes:
    """Return the encrypted file. `purpose`: bound to it, and needed to open it."""
    return SUITE.encrypt(content, load_public_key(pem), info=purpose.encode())


def decrypt_with_key(sealed: bytes, key: X25519PrivateKey, *, purpose: str) -> bytes:
    """Return the content of an encrypted file. Raises cryptography.exceptions.InvalidTag if it cannot be opened."""
    return SUITE.decrypt(sealed, key, info=purpose.encode())
