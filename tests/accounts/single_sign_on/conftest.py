"""A provider that runs, officers whose identities are linked to it, and their browsers."""

import pytest
from django.test import Client

from accounts.rules.roles import Role
from accounts.services.linked_identities import link_identity
from accounts.services.postings import create_posting
from accounts.single_sign_on import provider_client
from tests.accounts.conftest import MORNING
from tests.accounts.single_sign_on.provider import CALLBACK, SITE, Provider


@pytest.fixture(scope="session")
def running_provider(tmp_path_factory):
    provider = Provider(tmp_path_factory.mktemp("provider"), f"{SITE}{CALLBACK}")
    yield provider
    provider.close()


@pytest.fixture(scope="session")
def browsers(running_provider):
    """Browsers in which Bilal and a stranger are signed in at the provider, by name."""
    running_provider.behaves()
    made = {name: running_provider.browser_of(name) for name in ("bilal", "stranger")}
    yield made
    for browser in made.values():
        browser.close()


@pytest.fixture
def provider(running_provider, settings):
    """The provider, which behaves well until a test changes it, and the portal's settings for it."""
    for name, value in running_provider.settings.items():
        setattr(settings, name, value)
    running_provider.behaves()
    provider_client.forget_published()
    yield running_provider
    provider_client.forget_published()


@pytest.fixture
def bilal(officer, lahore):
    """Bilal of the River Police Station, who signs in with PASSWORD and has no second factor yet."""
    bilal = officer("Bilal")
    create_posting(officer=bilal, office=lahore("t_station"), role=Role.INQUIRY_OFFICER, by=None, at=MORNING)
    return bilal


@pytest.fixture
def linked(bilal, provider):
    """Bilal, linked to the provider's "bilal"."""
    link_identity(officer=bilal, issuer=provider.issuer, subject=provider.subject_of("bilal"), at=MORNING)
    return bilal


@pytest.fixture
def portal():
    """A browser at the portal."""
    return Client()
