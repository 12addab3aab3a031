"""The keys of the history: one seals, those before it verify what they sealed. Newest first."""

from django.conf import settings


def sealing() -> tuple[str, bytes]:
    """The key that seals, and its id before it."""
    return settings.CHAIN_KEY_ID, settings.CHAIN_KEY.encode()


def ring() -> dict[str, bytes]:
    """Every key by its id: the one that seals first, then those before it."""
    before = (entry.split(":", 1) for entry in settings.CHAIN_KEYS_BEFORE)
    return dict([sealing()]) | {key_id: key.encode() for key_id, key in before}
