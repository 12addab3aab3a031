"""The superuser who attacks the log."""

import pytest
from django.db import OperationalError, connection, connections

from operations.embedded_servers import SUPERUSER


@pytest.fixture
def as_superuser(own_database, monkeypatch):
    """Let the test's connection sign in as superuser, if the server is the test's own."""
    connections.close_all()
    monkeypatch.setitem(connections.settings["default"], "USER", SUPERUSER)
    try:
        connection.ensure_connection()
    except OperationalError:
        pytest.skip("the superuser of the given server is not known")
