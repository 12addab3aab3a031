"""Browsers of officers at a given time: `at_desk(world.bilal, "+8d 10:00").get(address)`."""

from dataclasses import dataclass

import pytest
import time_machine
from django.test import Client

from tests.monitoring.reviews.lives import bilal_is_late
from tests.signing_in import for_days, sign_in
from tests.world import clock


@dataclass
class AtDesk:
    client: Client
    at: str

    def get(self, path: str):
        with time_machine.travel(clock(self.at), tick=False):
            return self.client.get(path)

    def post(self, path: str, typed: dict):
        with time_machine.travel(clock(self.at), tick=False):
            return self.client.post(path, typed)


@pytest.fixture(scope="session")
def bilals_lateness(prepared):
    return prepared(bilal_is_late)


@pytest.fixture
def late(db, bilals_lateness):
    """The cast on the day on which Bilal misses a deadline, with the database in that state."""
    with bilals_lateness.lent() as world:
        yield world


@pytest.fixture
def at_desk(db, settings, monkeypatch):
    settings.SESSION_COOKIE_AGE = 90 * 24 * 60 * 60
    for_days(monkeypatch)

    def sit(person, at: str) -> AtDesk:
        client = Client()
        with time_machine.travel(clock(at), tick=False):
            sign_in(client, person.officer)
        return AtDesk(client, at)

    return sit
