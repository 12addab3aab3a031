"""Migrations while people work: a migration waits only shortly for a lock, and is tried again without one."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from operations.database import online_migrations
from operations.database.online_migrations import TablesBusy
from tests.faults.chatting import until
from tests.next_release import next_release  # noqa: F401

pytestmark = pytest.mark.slow

WAITING = """SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
INVALID = "SELECT count(*) FROM pg_index WHERE NOT indisvalid"


@pytest.fixture
def hasty(monkeypatch):
    monkeypatch.setattr(online_migrations, "PATIENCE", 0.2)
    monkeypatch.setattr(online_migrations, "PAUSE", 0.1)


def test_it_goes_on_once_the_table_is_free_and_keeps_nobody_waiting_behind_it(own_database, hasty):
    """People who file meanwhile wait no longer than the migration waits for the lock."""
    table, said = "complaints_category", []
    with psycopg.connect(own_database.owner_url) as reader:
        reader.execute(f"SELECT count(*) FROM {table}")

        def migrate():
            with connections["owner"].cursor() as cursor:
                cursor.execute(f"ALTER TABLE {table} ADD COLUMN spare integer")

        def say(line):
            said.append(line)
            with psycopg.connect(own_database.url, options="-c statement_timeout=5000") as another:
                another.execute(f"SELECT count(*) FROM {table}")
            if len(said) == 3:
                reader.rollback()

        assert online_migrations.migrate_online(connections["owner"], migrate, report=say) == 4
    assert len(said) == 3


def test_a_table_that_stays_in_use_is_said_and_nothing_is_half_done(own_database, hasty, monkeypatch):
    monkeypatch.setattr(online_migrations, "TRIES", 2)
    with psycopg.connect(own_database.owner_url) as reader:
        reader.execute("LOCK TABLE django_migrations IN SHARE MODE")  # it may be read, and records no migration
        with pytest.raises(TablesBusy):
            online_migrations.migrate_online(
                connections["owner"], lambda: _unnoted("accounts", "0001_nothing"), report=lambda line: None
            )
    with psycopg.connect(own_database.owner_url) as owner:
        noted = owner.execute("SELECT count(*) FROM django_migrations WHERE name = '0001_nothing'")
        assert noted.fetchone() == (0,)


def test_an_index_that_an_interrupted_migration_left_is_made_anew(own_database, hasty):
    """Killed while it waits for a long reader, CREATE INDEX CONCURRENTLY leaves an index that nothing uses."""
    make = "CREATE INDEX CONCURRENTLY spare ON complaints_category (code)"
    with psycopg.connect(own_database.owner_url) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT count(*) FROM complaints_category")
        with psycopg.connect(own_database.owner_url, autocommit=True) as killed:
            killed.execute("SET statement_timeout = 3000")  # the index must be in the catalogue by then
            with psycopg.connect(own_database.owner_url) as writer:
                writer.execute("UPDATE complaints_category SET code = code")
                with pytest.raises(psycopg.errors.QueryCanceled):
                    killed.execute(make)
            assert killed.execute(INVALID).fetchone() == (1,)
        reader.rollback()

    def migrate():
        with connections["owner"].cursor() as cursor:
            cursor.execute(make)

    assert online_migrations.migrate_online(connections["owner"], migrate, report=print) == 1
    with psycopg.connect(own_database.owner_url) as owner:
        assert owner.execute(INVALID).fetchone() == (0,)


def test_the_command_brings_a_real_migration_up_past_a_long_export_and_nobody_waits_long(
    own_database,
    hasty,
    capsys,
    next_release,  # noqa: F811
):
    """The outbox gets a column while somebody reads all of it, and messages are requested."""
    table = "notifications_message"
    next_release("migrations.AddField('message', 'spare', models.IntegerField(null=True))")
    over, asked = threading.Event(), []

    def export():
        with psycopg.connect(own_database.url) as reader:
            reader.execute(f"SELECT count(*) FROM {table}")
            reading.set()
            until(lambda: reader.execute(WAITING).fetchone()[0], "the migration waits for the table")
            reader.execute("SELECT pg_sleep(0.5)")  # longer than the migration waits

    def deliver():
        with psycopg.connect(own_database.url, autocommit=True) as worker:
            worker.execute("SET statement_timeout = '2s'")
            while not over.wait(0.02):
                asked.append(worker.execute(f"SELECT count(*) FROM {table}").fetchone())

    reading = threading.Event()
    with ThreadPoolExecutor(2) as people:
        reader, worker = people.submit(export), people.submit(deliver)
        reading.wait(30)
        try:
            call_command("migrate_online", verbosity=0)
        finally:
            over.set()
        reader.result()
        worker.result()
    said = capsys.readouterr()
    assert re.fullmatch(r"All migrations are made \(\d+ tries\)\.\n", said.out)
    assert "A table is in use; try 2" in said.err
    assert len(asked) > 1
    with psycopg.connect(own_database.url) as portal:
        portal.execute(f"SELECT spare FROM {table}")


def test_the_command_makes_what_is_to_be_made(own_database, capsys):
    call_command("migrate_online", verbosity=0)
    assert capsys.readouterr().out == "All migrations are made (1 try).\n"


def _unnoted(app: str, name: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())", [app, name])
