"""Two database roles: what the portal's own role can do to protected data, and the command that creates both."""

import io
import os
import subprocess
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from psycopg import sql

from operations import embedded_servers
from operations.database import protected_tables
from operations.database.database_roles import ROLE_SETTINGS
from operations.pooling.pool_checks import stored_role_settings
from tests import databases

REFUSED = psycopg.errors.InsufficientPrivilege
WAYS = (
    "TRUNCATE {table} CASCADE",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} DISABLE TRIGGER USER",
    "ALTER TABLE {table} OWNER TO CURRENT_USER",
    "ALTER TABLE {table} RENAME TO mine",
    "DROP TABLE {table} CASCADE",
    "CREATE TRIGGER mine BEFORE INSERT ON {table} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE RULE mine AS ON INSERT TO {table} DO INSTEAD NOTHING",
)
RIGHTS = {"UPDATE": "UPDATE {table} SET {column} = {column}", "DELETE": "DELETE FROM {table}"}
OF_ALL = (
    "SET session_replication_role = replica",
    "SET ROLE {owner}",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "CREATE TABLE mine ()",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "COPY (SELECT 1) TO PROGRAM 'cat'",
)
HISTORY = {"event", "seal", "sealedevent", "hourlyhead"}
EMPTIED = {"call", "reading", "finding", "lookup", "words"}
"""Rows that are never deleted. A column may be cleared when its retention period is over
(tests/retention/test_destroyed)."""


def test_the_portals_role_can_change_no_table_of_the_history_by_any_way(own_database):
    refused, missed = (REFUSED, psycopg.errors.WrongObjectType), []
    with psycopg.connect(own_database.url, autocommit=True) as portal:
        for table, rights in protected_tables.find_protected_tables():
            column = apps.get_model(*table.split("_", 1))._meta.pk.column
            names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
            for way in (*WAYS, *(RIGHTS[right] for right in rights)):
                try:
                    portal.execute(sql.SQL(way).format(**names))
                except refused:
                    continue
                except psycopg.Error as other:
                    missed.append(f"{way} of {table}: {other}")
                else:
                    missed.append(f"{way} of {table}")
            portal.execute(sql.SQL("GRANT ALL ON {table} TO CURRENT_USER").format(**names))  # only a warning
            gained = portal.execute(
                "SELECT right_ FROM unnest(%s::text[]) AS right_ WHERE has_table_privilege(%s, right_)",
                [[*rights, "TRUNCATE", "TRIGGER"], table],
            ).fetchall()
            missed += [f"{right} on {table} by granting it to itself" for (right,) in gained]
    assert missed == []


def test_every_ledger_that_is_only_added_to_is_walked():
    found = {
        table.removeprefix("complaints_")
        for table, rights in protected_tables.find_protected_tables()
        if len(rights) == 2
    }
    assert found >= HISTORY
    kept = {
        table.removeprefix("complaints_")
        for table, rights in protected_tables.find_protected_tables()
        if rights == ["DELETE"]
    }
    assert kept >= EMPTIED
    assert "chainhead" in {
        table.removeprefix("complaints_") for table, rights in protected_tables.find_protected_tables()
    }


def test_the_portals_role_cannot_make_itself_another(own_database):
    owner = sql.Identifier(urlsplit(own_database.owner_url).username)
    with psycopg.connect(own_database.url, autocommit=True) as portal:
        for statement in OF_ALL:
            with pytest.raises(REFUSED):
                portal.execute(sql.SQL(statement).format(owner=owner))


@pytest.fixture
def elsewhere(servers, monkeypatch):
    """Addresses of roles and a database that do not exist yet, and the superuser's. All are dropped afterwards."""
    owner_url = os.environ["TEST_OWNER_URL"]
    server = urlunsplit(urlsplit(owner_url)._replace(netloc=f"postgres@{urlsplit(owner_url).netloc.split('@')[-1]}"))
    name = databases.new_name("roles")
    connections.close_all()  # an open connection goes to another database
    for alias, role in {"owner": f"{name}_owner", "default": f"{name}_app"}.items():
        monkeypatch.setitem(connections.settings[alias], "NAME", name)
        monkeypatch.setitem(connections.settings[alias], "USER", role)
    yield databases.at(server, "postgres"), name
    connections.close_all()
    databases.drop(databases.at(server, "postgres"), name)
    with psycopg.connect(databases.at(server, "postgres"), autocommit=True) as superuser:
        for role in (f"{name}_app", f"{name}_owner"):
            superuser.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def test_the_command_makes_what_is_missing_and_does_no_harm_when_repeated(elsewhere, django_db_blocker):
    server, name = elsewhere
    with django_db_blocker.unblock():
        for _ in range(2):
            out = io.StringIO()
            call_command("create_roles", server=server, stdout=out)
        assert out.getvalue().startswith(f"{name}_owner owns {name}; {name}_app reads and writes rows.")
        with connections["owner"].cursor() as owner:
            owner.execute("CREATE TABLE told (id int)")
        with connections["default"].cursor() as portal:
            portal.execute("INSERT INTO told VALUES (1)")
            portal.execute("SELECT cardinality(show_trgm('لاہور')) > 0")
            assert portal.fetchone() == (True,)
            assert stored_role_settings() == set(ROLE_SETTINGS)
        connections.close_all()


def test_the_script_for_psql_does_the_same_and_gives_back_nothing_that_was_withdrawn(
    elsewhere, django_db_blocker, tmp_path
):
    server, name = elsewhere
    out = io.StringIO()
    call_command("create_roles", sql=True, stdout=out)
    psql = [
        embedded_servers.postgres_programs(tmp_path) / "psql",
        "--no-psqlrc",
        "--set",
        "ON_ERROR_STOP=1",
        "--quiet",
        server,
    ]
    for _ in range(2):
        subprocess.run(psql, input=out.getvalue(), text=True, check=True, capture_output=True, cwd="/")
        with django_db_blocker.unblock(), connections["owner"].cursor() as owner:
            owner.execute("CREATE TABLE IF NOT EXISTS told (id int)")
            owner.execute(sql.SQL("REVOKE DELETE ON told FROM {}").format(sql.Identifier(f"{name}_app")))
            with connections["default"].cursor() as portal:
                portal.execute("INSERT INTO told VALUES (1)")
                portal.execute("SELECT cardinality(show_trgm('لاہور')) > 0, has_table_privilege('told', 'DELETE')")
                assert portal.fetchone() == (True, False)
                assert stored_role_settings() == set(ROLE_SETTINGS)
            connections.close_all()
    with django_db_blocker.unblock(), connections["default"].cursor() as portal:
        portal.execute("SELECT has_table_privilege('told', 'DELETE')")
        assert portal.fetchone() == (False,)
        connections.close_all()


def test_a_role_that_was_given_too_much_gets_less(elsewhere, django_db_blocker):
    server, name = elsewhere
    with psycopg.connect(server, autocommit=True) as superuser:
        superuser.execute(sql.SQL("CREATE ROLE {} LOGIN SUPERUSER CREATEDB").format(sql.Identifier(f"{name}_app")))
        with django_db_blocker.unblock():
            call_command("create_roles", server=server, stdout=io.StringIO())
        rights = "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = %s"
        assert superuser.execute(rights, [f"{name}_app"]).fetchone() == (False, False, False)


def test_one_role_for_both_is_refused(elsewhere, monkeypatch):
    server, name = elsewhere
    monkeypatch.setitem(connections.settings["default"], "USER", f"{name}_owner")
    with pytest.raises(CommandError, match="must own nothing"):
        call_command("create_roles", server=server)
