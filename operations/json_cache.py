"""Store cache values in Redis as JSON, under keyed hashes of their keys."""

import json

from redis.exceptions import DataError

from ledger.field_encryption import blind_index


class JSONSerializer:
    """Serialize cached values as JSON.

    Django's own serializer uses pickle, which would execute code that somebody wrote into Redis.
    """

    def dumps(self, value) -> bytes:
        """Return a value as JSON. Tuples become lists. Raises TypeError for a value that JSON cannot represent."""
        return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()

    def loads(self, data: bytes):
        """Return the value of a JSON text.

        Raises DataError if it is not JSON. That is a RedisError, so the sign-in pages answer 503
        (accounts.sign_in_views).
        """
        try:
            return json.loads(data)
        except ValueError as error:
            raise DataError("A cached value is not JSON.") from error


def hashed_key(key: str, key_prefix: str, version: int) -> str:
    """Return the hashed key for Redis, because allauth's keys contain addresses and officers' ids."""
    return f"{key_prefix}:{version}:{blind_index('cache', key).hex()}"
