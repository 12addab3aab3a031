"""The keys of the chained log: the present key signs; previous keys only verify older rows."""

from django.conf import settings


def current_signing_key() -> tuple[str, bytes]:
    """Return the id and the key that sign new rows."""
    return settings.CHAIN_KEY_ID, settings.CHAIN_KEY.encode()


def all_signing_keys() -> dict[str, bytes]:
    """Return all keys by id: the signing key first, then the previous ones."""
    previous = (entry.split(":", 1) for entry in settings.CHAIN_KEYS_BEFORE)
    return dict([current_signing_key()]) | {key_id: key.encode() for key_id, key in previous}
