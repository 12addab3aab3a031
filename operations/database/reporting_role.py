"""The role of BI tools: it reads the views of the schema `reporting`, and no table (docs/data-out.md)."""

from contextlib import suppress

from django.db import connections
from psycopg import Connection, sql
from psycopg.errors import DuplicateObject

ROLE, SCHEMA = "portal_reporting", "reporting"
ATTRIBUTES = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 10"
SETTINGS = {
    "default_transaction_read_only": "on",
    "search_path": SCHEMA,
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
}
GRANTS = (
    f"GRANT USAGE ON SCHEMA {SCHEMA} TO {ROLE}",
    f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {ROLE}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA {SCHEMA} GRANT SELECT ON TABLES TO {ROLE}",
)
"""For the owner of the schema. The role has no right on any table; views read them with the rights of their owner."""


def role_statements() -> list[str]:
    """Return the statements for a superuser that give the role its attributes and settings."""
    settings = [f"ALTER ROLE {ROLE} SET {name} = '{value}'" for name, value in SETTINGS.items()]
    return [f"ALTER ROLE {ROLE} {ATTRIBUTES}", *settings]


def create_reporting_role(server: Connection) -> None:
    """Create the role, without a password, unless it exists. Until a password is set, nobody can sign in as it."""
    with suppress(DuplicateObject):
        server.execute(sql.SQL(f"CREATE ROLE {ROLE}"))
    for statement in role_statements():
        server.execute(sql.SQL(statement))


def grant_reporting_rights(*, using: str, **_) -> None:
    """Grant the rights on the views after each migration, if role and schema exist. The schema's owner runs this."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace, pg_roles WHERE nspname = %s AND rolname = %s",
            [SCHEMA, ROLE],
        )
        row = cursor.fetchone()
        for statement in GRANTS if row and row[0] else ():
            cursor.execute(statement)
