"""Fixtures of the WhatsApp service."""

import threading
from datetime import timedelta

import pytest

from tests.whatsapp.settings import SETTINGS
from tests.whatsapp.simulated_phone import Phone
from whatsapp.queries import directory_cache
from whatsapp.standin.meta_simulator import MetaSimulator, SimulatorAccount
from whatsapp.standin.server import Server


@pytest.fixture(autouse=True)
def service(settings, monkeypatch):
    """Set the service's settings and clear the cached directory, which is then read once in a test.

    Phones of the tests send a message a minute, so that the directory would be read anew for each.
    """
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    directory_cache.clear_cache()
    monkeypatch.setattr(directory_cache, "CACHED_FOR", timedelta(days=1))


@pytest.fixture
def phone(world, client):
    """Ayesha's phone."""
    return Phone(client=client)


@pytest.fixture
def simulator(settings):
    """A running stand-in, to which the portal's settings point."""
    number, token = settings.WHATSAPP_PHONE_NUMBER_ID, settings.WHATSAPP_ACCESS_TOKEN
    server = Server(MetaSimulator(SimulatorAccount("", number, token, settings.WHATSAPP_APP_SECRET)))
    settings.WHATSAPP_GRAPH_URL = server.url
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server.simulator
    server.shutdown()
    server.server_close()
