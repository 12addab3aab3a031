"""The cache in Redis: values as JSON, keys as a keyed hash."""

import json

from redis.exceptions import DataError

from ledger.crypto import blind_index


class JSONSerializer:
    """Write cached values as JSON. Django's own serializer unpickles, and so runs what somebody wrote into Redis."""

    def dumps(self, value) -> bytes:
        """Raises TypeError for a value that JSON cannot hold. Tuples return as lists."""
        return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()

    def loads(self, data: bytes):
        """Raises DataError for anything else. It is a RedisError, so the sign-in pages close (accounts.views)."""
        try:
            return json.loads(data)
        except ValueError as error:
            raise DataError("A cached value is not JSON.") from error


def hashed_key(key: str, key_prefix: str, version: int) -> str:
    """Return the key under which Redis keeps a value: allauth's contain addresses and officers."""
    return f"{key_prefix}:{version}:{blind_index('cache', key).hex()}"
