"""Sign files for readers outside the portal, with Ed25519: they need only the public key to check them.

The key is derived from the key of the chained log (HKDF), so there is no further secret to keep. After a change of
CHAIN_KEY, older files are checked with the older public key.
"""

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ledger import signing_keys

PURPOSE = b"audit export, version 1"
SEED_BYTES = 32


def sign_content(content: bytes) -> tuple[str, bytes]:
    """Return the id of the present key, and the signature."""
    key_id, key = signing_keys.current_signing_key()
    return key_id, _private_key(key).sign(content)


def public_keys() -> dict[str, bytes]:
    """Return the public keys as PEM, by id: the present one first."""
    return {
        key_id: _private_key(key)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        for key_id, key in signing_keys.all_signing_keys().items()
    }


def _private_key(key: bytes) -> Ed25519PrivateKey:
    seed = HKDF(algorithm=hashes.SHA256(), length=SEED_BYTES, salt=None, info=PURPOSE).derive(key)
    return Ed25519PrivateKey.from_private_bytes(seed)
