"""The keyed hash under which a session is stored. What stands in the table is no cookie."""

import hashlib
import hmac

from django.conf import settings

LABEL = b"session key\0"
LENGTH = 40
"""Characters: as many as Django's column for session keys holds (160 bits)."""


def hash_session_key(key: str | None) -> str:
    """Return the hash of a session's key, or an empty string without a key.

    The key of the hash is INDEX_KEY. Everybody has to sign in again after it changes.
    """
    if not key:
        return ""
    return hmac.new(settings.INDEX_KEY.encode(), LABEL + key.encode(), hashlib.sha256).hexdigest()[:LENGTH]
