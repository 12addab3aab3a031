"""The superuser, against whom the log is tried."""

import pytest
from django.db import OperationalError, connection, connections

from operations.embedded_servers import SUPERUSER


@pytest.fixture
def as_superuser(own_database, monkeypatch):
    """The test's connection signs in as the server's superuser, where that is ours."""
    connections.close_all()
    monkeypatch.setitem(connections.settings["default"], "USER", SUPERUSER)
    try:
        connection.ensure_connection()
    except OperationalError:
        pytest.skip("the superuser of the given server is not known")
