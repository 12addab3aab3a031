"""The indexes of what is open, packed each night: by the portal's own role, and whoever is at work."""

import psycopg
import pytest
from django.db import connections
from django.utils.timezone import now
from psycopg import sql

from config.database import role_of
from monitoring.services.packing import pack
from monitoring.tasks import pack_indexes

FILLED = """
    INSERT INTO monitoring_pending (complaint, received_at, office, due_at, report_stood)
    SELECT -number, now(), 1, now() + number * interval '1 second', 0 FROM generate_series(1, 20000) AS number
"""
LEFT_OVER = "DELETE FROM monitoring_pending WHERE complaint < 0 AND complaint % 100 <> 0"
SIZE = "SELECT pg_relation_size('pending_due')"
LATE = "SELECT count(*) FROM monitoring_pending WHERE due_at > %s AND complaint < 0"


@pytest.fixture
def portal(own_database):
    """The portal's own role, at a database with many pages of few rows each."""
    with psycopg.connect(own_database.url, autocommit=True) as portal:
        portal.execute(FILLED)
        portal.execute(LEFT_OVER)
        portal.execute("VACUUM monitoring_pending")  # as autovacuum does: what is gone is gone, and the pages stay
        yield portal


@pytest.fixture
def owner(own_database):
    with psycopg.connect(own_database.owner_url, autocommit=True) as owner:
        yield owner


def _one(database, statement: str, *values) -> int:
    return database.execute(statement, values).fetchone()[0]


def test_what_was_left_over_stands_on_few_pages_and_nothing_is_lost(portal):
    began = now()
    size, late = _one(portal, SIZE), _one(portal, LATE, began)
    pack_indexes()
    assert _one(portal, SIZE) < size / 10
    assert _one(portal, LATE, began) == late == 200


def test_every_index_is_packed(portal):
    names = {name for (name,) in portal.execute(
        "SELECT indexname FROM pg_indexes WHERE tablename = 'monitoring_pending'"
    )}  # fmt: skip
    assert set(pack()) == names
    assert "pending_due" in names


def test_an_index_that_somebody_holds_is_left_until_the_next_night(portal, own_database, caplog):
    size = _one(portal, SIZE)
    with psycopg.connect(own_database.url) as writer:
        writer.execute("UPDATE monitoring_pending SET office = 2 WHERE complaint = -100")
        assert pack() == []
    assert "was not packed: canceling statement due to lock timeout" in caplog.text
    assert _one(portal, SIZE) >= size
    pack()
    assert _one(portal, SIZE) < size / 10


def test_a_role_that_may_not_says_so_and_goes_on(portal, owner, own_database, caplog):
    role = sql.Identifier(role_of(own_database.url))
    owner.execute(sql.SQL("REVOKE MAINTAIN ON monitoring_pending FROM {}").format(role))
    size = _one(portal, SIZE)
    assert pack() == []
    assert "not packed" in caplog.text
    assert _one(portal, SIZE) >= size


def test_it_may_pack_nothing_else(portal):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        portal.execute("REINDEX TABLE complaints_event")
    connections["default"].ensure_connection()
    assert pack()
