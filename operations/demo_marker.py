"""The marker of a demo's database: the comment "demo". DEMO and DEBUG run on no other database (docs/decisions/0001).

The marker is a comment instead of a table, because only the database's owner can write it, it needs no migration, and
copies by pg_dump or `CREATE DATABASE … TEMPLATE` do not have it.
"""

import psycopg
from psycopg import sql

MARKER = "demo"
READ_MARKER = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
DATA_TABLES = ("accounts_officer", "complaints_complaint")
"""Tables that are empty after the set-up. A row in one of them means that the database is in use."""


class DatabaseInUse(Exception):
    """The database contains officers or complaints, so it cannot become a demo's."""


def is_marked_as_demo(cursor) -> bool:
    """Return whether the database of this cursor is a demo's."""
    cursor.execute(READ_MARKER)
    return cursor.fetchone()[0] == MARKER


def mark_as_demo(owner_url: str, *, is_own: bool = False) -> None:
    """Mark a database as a demo's. Safe to repeat.

    `owner_url`: connects as the database's owner. `is_own`: the demo created this database, so it may be in use.
    Raises DatabaseInUse.
    """
    with psycopg.connect(owner_url, autocommit=True) as connection, connection.cursor() as cursor:
        if is_marked_as_demo(cursor):
            return
        if not is_own and _is_in_use(cursor):
            raise DatabaseInUse
        name = sql.Identifier(connection.info.dbname)
        cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(MARKER)))


def _is_in_use(cursor) -> bool:
    for table in DATA_TABLES:
        if cursor.execute("SELECT to_regclass(%s)", [table]).fetchone()[0] is None:
            continue
        if cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table))).fetchone()[0]:
            return True
    return False
