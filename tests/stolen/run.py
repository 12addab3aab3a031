"""Let the attacker try everything, each time on a fresh copy of the same database; then with planted weaknesses."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import redis
from django.conf import settings
from django.db import connections
from django.test import override_settings

from tests import databases
from tests.stolen import attacker, inspector, writing
from tests.stolen.attacker import ATTEMPTS, REDIS_READ, Attacker, Attempt
from tests.stolen.planted import WEAKNESSES, Weakness
from tests.stolen.victims import LETTERS, people

__all__ = ["Result", "attacker", "inspector", "run_attempts", "run_planted", "writing"]


@dataclass(frozen=True)
class Result:
    """What an attempt gained. `expected`: a weakness was planted that it must find."""

    store: str
    attempt: str
    gains: tuple[str, ...]
    weakness: str = ""

    @property
    def is_right(self) -> bool:
        return bool(self.gains) == bool(self.weakness)

    @property
    def line(self) -> tuple[str, str, str]:
        gained = ", ".join(self.gains) or "nothing"
        return self.store, f"{self.attempt} (planted: {self.weakness})" if self.weakness else self.attempt, gained


@contextmanager
def _copy_of(clone: databases.Clone) -> Iterator[databases.Clone]:
    """Copy the database, and point this process's connections to the copy for the length of the block."""
    connections.close_all()
    copy = databases.clone(clone.owner_url, clone.url, clone.name, databases.new_name("stolen"))
    before = {alias: connections.settings[alias]["NAME"] for alias in connections.settings}
    _point_to(dict.fromkeys(before, copy.name))
    try:
        yield copy
    finally:
        connections.close_all()
        _point_to(before)
        databases.drop(clone.owner_url, copy.name)


def _point_to(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections.settings[alias]["NAME"] = name


def _try(attempt: Attempt, victims, copy: databases.Clone) -> tuple[str, ...]:
    """Return the different gains of an attempt. An error of the portal ends it without a gain."""
    LETTERS.clear()
    gains: list[str] = []
    transports = settings.NOTIFICATIONS_TRANSPORTS | {"email": "tests.stolen.victims.keep_letter"}
    try:
        with override_settings(NOTIFICATIONS_TRANSPORTS=transports):
            for gain in attempt.run(Attacker(copy.owner_url, settings.CACHE_URL, victims)):
                gains.append(gain)
    except Exception as error:
        logging.getLogger(__name__).info("%s ended with %r", attempt.name, error)
    return tuple(dict.fromkeys(gains))


def _forget_limits() -> None:
    """Delete counters, so that one attempt does not stop the next."""
    with redis.Redis.from_url(settings.CACHE_URL) as broker:
        for pattern in ("limit:*", "cache:*"):
            for key in list(broker.scan_iter(pattern)):
                broker.delete(key)


def run_attempts(clone: databases.Clone) -> list[Result]:
    """Return what every attempt gains from the portal as it is. `clone`: an empty database with reference data."""
    results = []
    with _copy_of(clone) as filled:
        victims = people()
        for attempt in sorted(ATTEMPTS, key=lambda one: one.store != REDIS_READ):
            with _copy_of(filled) as copy:
                results.append(Result(attempt.store, attempt.name, _try(attempt, victims, copy)))
            _forget_limits()
    return sorted(results, key=lambda one: one.store)


def run_planted(clone: databases.Clone, weaknesses: list[Weakness] = WEAKNESSES) -> list[Result]:
    """Return what the same attacker gains from a portal with each weakness."""
    results, attempts = [], {attempt.name: attempt for attempt in ATTEMPTS}
    for weakness in weaknesses:
        _forget_limits()
        with weakness.plant(), _copy_of(clone) as copy:
            attempt = attempts[weakness.found_by]
            gains = _try(attempt, people(), copy)
        results.append(Result(attempt.store, attempt.name, gains, weakness.name))
    _forget_limits()
    return results
