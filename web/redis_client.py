"""A Redis client for use during a request, with a short timeout and a circuit breaker.

A Redis server that is down refuses connections immediately. One that hangs accepts commands but never answers, so each
request would wait for the full timeout. After one timeout, all requests skip Redis for a pause; then one request tries
again.
"""

from collections.abc import Callable
from functools import lru_cache
from time import monotonic
from typing import TypeVar

import redis
from redis.sentinel import MasterNotFoundError

from web.redis_connection import connect_to_redis

TIMEOUT, PAUSE = 0.2, 5.0
"""Seconds: the timeout of each command, and the pause after a timeout."""

Result = TypeVar("Result")


class RedisSkipped(redis.ConnectionError):
    """Redis was not called, because it timed out a moment ago."""


class RedisClient:
    """The client of a process, with a connection pool. Threads may share it."""

    def __init__(self, url: str):
        self.client = connect_to_redis(url, socket_connect_timeout=TIMEOUT, socket_timeout=TIMEOUT)
        self._retry_at = 0.0

    def run(self, commands: Callable[[redis.Redis], Result]) -> Result:
        """Call `commands` with the client and return its result. Raises RedisError."""
        if self._retry_at:
            if monotonic() < self._retry_at:
                raise RedisSkipped("the broker hung a moment ago")
            self._start_pause()  # for the other requests, while this one tries whether Redis answers again
        try:
            result = commands(self.client)
        except (redis.TimeoutError, MasterNotFoundError):  # the latter also if the Sentinels hang
            self._start_pause()
            raise
        self._retry_at = 0.0
        return result

    def _start_pause(self) -> None:
        self._retry_at = monotonic() + PAUSE


@lru_cache(maxsize=4)
def redis_client_for(url: str) -> RedisClient:
    """Return the process's client for this address."""
    return RedisClient(url)
