"""The test servers: the roles, and a database that belongs to one test."""

import os
import tempfile

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections, transaction

from operations.database.database_roles import role_name_of
from tests import clusters, databases


def answer(sql):
    """Return the first row of a statement on the portal's own connection."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


@pytest.mark.django_db
def test_the_portals_role_owns_nothing():
    owned = "SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
    assert answer(owned) == (0,)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["TRUNCATE django_session", "DROP TABLE django_session", "CREATE TABLE mine ()"])
def test_the_portals_role_may_not_touch_the_structure(statement):
    with pytest.raises(ProgrammingError), transaction.atomic():
        answer(statement)


@pytest.mark.django_db
def test_urdu_words_have_trigrams():
    assert answer("SELECT cardinality(show_trgm('لاہور'))")[0] > 0


def test_a_test_can_have_a_database_of_its_own(own_database):
    assert answer("SELECT current_database()") == (own_database.name,)
    assert os.environ["DATABASE_URL"] == own_database.url
    with psycopg.connect(own_database.url) as another:
        assert another.execute("SELECT current_user").fetchone() == (role_name_of(own_database.url),)


def test_what_one_test_commits_the_next_does_not_see(own_database):
    answer("INSERT INTO django_session VALUES ('kept', '', now()) RETURNING 1")
    owner_url = os.environ["TEST_OWNER_URL"]
    name = databases.new_name("second")
    second = databases.clone(owner_url, os.environ["TEST_APP_URL"], os.environ["TEST_TEMPLATE"], name)
    try:
        with psycopg.connect(second.url) as elsewhere:
            assert elsewhere.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
    finally:
        databases.drop(owner_url, second.name)
    connections.close_all()


@pytest.fixture
def memory(tmp_path, monkeypatch):
    """A simulated other machine: runs of its own, and a file system in memory with room for them."""
    (tmp_path / "memory").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(clusters, "MEMORY", tmp_path / "memory")
    monkeypatch.setattr(clusters, "ENOUGH", 0)
    return tmp_path / "memory"


def test_a_run_s_data_lie_in_memory_and_go_with_it(memory):
    run = clusters.RunFolder(hasty=True)
    more = clusters.new_data_folder(run.path)
    assert {run.data.parent, more} == set(memory.iterdir())
    run.leave()
    assert list(memory.iterdir()) == []
    assert not run.path.exists()


def test_what_a_killed_run_left_in_memory_the_next_clears_and_nothing_of_one_that_lives(memory):
    killed, alive = clusters.RunFolder(hasty=True), clusters.RunFolder(hasty=True)
    killed._lock.close()  # when its process ends, however it ends
    clusters.RunFolder()
    assert list(memory.iterdir()) == [alive.data.parent]
    assert (killed.path.exists(), alive.path.exists()) == (False, True)


@pytest.mark.parametrize("lacking", ["room", "the place"])
def test_without_room_in_memory_they_lie_in_the_run_s_folder(memory, monkeypatch, lacking):
    if lacking == "room":
        monkeypatch.setattr(clusters, "ENOUGH", 2**60)
    else:
        memory.rmdir()
    run = clusters.RunFolder(hasty=True)
    assert run.data.is_relative_to(run.path)


def test_what_is_not_hasty_lies_on_the_disk(memory):
    assert clusters.RunFolder().data.parent.parent == clusters.RunFolder().base
    assert list(memory.iterdir()) == []
