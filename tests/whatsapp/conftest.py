"""The WhatsApp service, set up."""

import pytest

from tests.whatsapp.phone import Phone
from tests.world import build
from whatsapp.queries import known

SETTINGS = {
    "WHATSAPP_PHONE_NUMBER_ID": "106500000000001",
    "WHATSAPP_ACCESS_TOKEN": "a-token-of-the-tests",
    "WHATSAPP_APP_SECRET": "a-secret-of-the-tests",
    "WHATSAPP_VERIFY_TOKEN": "our-token",
}


@pytest.fixture(autouse=True)
def service(settings):
    """Its settings, and nothing known of an earlier test."""
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    known.forget()


@pytest.fixture
def world(db):
    return build()


@pytest.fixture
def phone(world, client):
    """Ayesha's."""
    return Phone(client=client)
