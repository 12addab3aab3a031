"""The key that signs the public log, and its independent witnesses and monitors, as the settings name them."""

import base64
import binascii
from dataclasses import dataclass

from django.conf import settings

from ledger.signed_notes import COSIGNATURE_OF_A_WITNESS, SIGNATURE_OF_A_LOG, InvalidNote, VerifierKey, log_key

SEED_LENGTH = 32  # bytes


@dataclass(frozen=True)
class Observer:
    """An independent witness or monitor: its key, and its address."""

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


def configured_witnesses() -> list[Observer]:
    """Return the witnesses of LOG_WITNESSES. Raises InvalidNote if one is written wrongly."""
    return _parse_observers(settings.LOG_WITNESSES, COSIGNATURE_OF_A_WITNESS)


def configured_monitors() -> list[Observer]:
    """Return the monitors of LOG_MONITORS. Raises InvalidNote if one is written wrongly."""
    return _parse_observers(settings.LOG_MONITORS, SIGNATURE_OF_A_LOG)


def _parse_observers(entries: list[str], kind: int) -> list[Observer]:
    observers = []
    for entry in entries:
        key, separator, url = entry.strip().partition(" ")
        observer = Observer(VerifierKey.parse(key), url.strip().rstrip("/"))
        if not separator or not observer.url.startswith(("https://", "http://")):
            raise InvalidNote("a witness or monitor is written as its key, a space and its address")
        if observer.key.kind != kind:
            raise InvalidNote(f"the key of {observer.key.name} is of the wrong type")
        observers.append(observer)
    return observers
