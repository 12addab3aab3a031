"""A fixed clock, fixed keys and seeded chance, so that two runs of the portal answer with the same bytes."""

import base64
import hashlib
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import time_machine

MOMENT = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)
"""Thursday, 11:00 in Karachi. In the past, because one query compares with the database's own clock."""


def key(name: str) -> str:
    """Return 32 bytes in base64 that follow from a name."""
    return base64.b64encode(hashlib.sha256(name.encode()).digest()).decode()


def environment() -> dict[str, str]:
    """Return the settings that must be the same in every run."""
    return {
        "SECRET_KEY": key("SECRET_KEY") + key("more"),
        "FIELD_KEYS": f"1:{key('FIELD_KEYS')}",
        "INDEX_KEY": key("INDEX_KEY"),
        "CHAIN_KEY": key("CHAIN_KEY"),
        "CHAIN_KEY_ID": "1",
        "PYTHONHASHSEED": "0",
        "SITE_URL": "http://localhost",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    }


class Chance:
    """Replaces the operating system's random bytes.

    It starts anew before each document; otherwise one more draw would change everything that follows.
    """

    def __init__(self):
        self._bytes = random.Random(0)

    def begin(self, name: str) -> None:
        self._bytes.seed(name)
        random.seed(name)

    def draw(self, number: int) -> bytes:
        return self._bytes.randbytes(number)

    @contextmanager
    def in_place(self) -> Iterator["Chance"]:
        """Serve `os.urandom`, and with it `secrets`, `uuid4` and `random.SystemRandom`."""
        real = os.urandom, random._urandom
        os.urandom = random._urandom = self.draw
        try:
            yield self
        finally:
            os.urandom, random._urandom = real


def clock():
    """Stop the clock at `MOMENT`."""
    return time_machine.travel(MOMENT, tick=False)
