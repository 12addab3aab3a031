"""The broker, asked in the midst of a request: with little patience, and for a while not at all after a wait in vain.

A broker that is gone refuses at once. One that hangs takes what is sent and answers nothing, so that each request would
wait its whole patience: whoever waited in vain spares the others, and one of them asks again after the pause.
"""

from collections.abc import Callable
from functools import lru_cache
from time import monotonic
from typing import TypeVar

import redis

PATIENCE, PAUSE = 0.2, 5.0
"""Seconds: for each answer, and until it is asked again."""

Answer = TypeVar("Answer")


class NotAsked(redis.ConnectionError):
    """It hung a moment ago."""


class Broker:
    """One for each process, which keeps its connections. Threads may share it."""

    def __init__(self, url: str):
        self.client = redis.Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
        self._again_at = 0.0

    def ask(self, work: Callable[[redis.Redis], Answer]) -> Answer:
        """What `work` is answered. Raises RedisError."""
        if self._again_at:
            if monotonic() < self._again_at:
                raise NotAsked("the broker hung a moment ago")
            self._spare_the_others()  # while one asks whether it is back
        try:
            answer = work(self.client)
        except redis.TimeoutError:
            self._spare_the_others()
            raise
        self._again_at = 0.0
        return answer

    def _spare_the_others(self) -> None:
        self._again_at = monotonic() + PAUSE


@lru_cache(maxsize=4)
def broker(url: str) -> Broker:
    """The one at this address."""
    return Broker(url)
