"""The key that signs the public log, and its independent witnesses, as the settings name them."""

import base64
import binascii
from dataclasses import dataclass

from django.conf import settings

from ledger.signed_notes import COSIGNATURE_OF_A_WITNESS, InvalidNote, VerifierKey, log_key

SEED_LENGTH = 32  # bytes


@dataclass(frozen=True)
class Witness:
    """An independent witness: its key, and the address to which checkpoints are sent."""

    key: VerifierKey
    url: str


def signing_seed() -> bytes | None:
    """Return the private key of the log, or None if there is none. Raises ValueError if the setting is damaged."""
    if not settings.LOG_SIGNING_KEY:
        return None
    try:
        seed = base64.b64decode(settings.LOG_SIGNING_KEY, validate=True)
    except binascii.Error as error:
        raise ValueError("LOG_SIGNING_KEY is not base64") from error
    if len(seed) != SEED_LENGTH:
        raise ValueError("LOG_SIGNING_KEY does not have 32 bytes")
    return seed


def public_key() -> VerifierKey | None:
    """Return the key by which everybody verifies checkpoints, or None if the log is not signed."""
    seed = signing_seed()
    return log_key(settings.LOG_ORIGIN, seed) if seed else None


def all_public_keys() -> list[VerifierKey]:
    """Return the public key of the log, then its former keys: old checkpoints were signed with them."""
    current = public_key()
    return [*([current] if current else []), *(VerifierKey.parse(text) for text in settings.LOG_FORMER_PUBLIC_KEYS)]


def configured_witnesses() -> list[Witness]:
    """Return the witnesses of LOG_WITNESSES. Raises InvalidNote if one is written wrongly."""
    witnesses = []
    for entry in settings.LOG_WITNESSES:
        key, separator, url = entry.strip().partition(" ")
        witness = Witness(VerifierKey.parse(key), url.strip().rstrip("/"))
        if not separator or not witness.url.startswith(("https://", "http://")):
            raise InvalidNote("a witness is written as its key, a space and its address")
        if witness.key.kind != COSIGNATURE_OF_A_WITNESS:
            raise InvalidNote(f"the key of {witness.key.name} is not a witness's")
        witnesses.append(witness)
    return witnesses
