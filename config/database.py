"""Two roles and a database: the owner migrates, the portal's own role reads and writes rows and owns nothing."""

from psycopg import Connection, connect, sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import DuplicateDatabase, DuplicateObject

EXTENSIONS = ["btree_gist", "pg_trgm"]
LOCALE = "C.UTF-8"
"""Under "C" Urdu words have no trigrams (config.checks)."""
HUMBLE = "LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS"
GRANTED = """
    SELECT DISTINCT grantee.rolname
    FROM pg_class AS relation, aclexplode(relation.relacl) AS one JOIN pg_roles AS grantee ON grantee.oid = one.grantee
    WHERE relation.oid = %s::regclass AND one.grantee <> relation.relowner AND one.privilege_type = ANY(%s)
"""


def name_of(url: str) -> str:
    """The database that an address names."""
    return conninfo_to_dict(url)["dbname"]


def role_of(url: str) -> str:
    """The role that an address signs in as."""
    return conninfo_to_dict(url)["user"]


def make_role(server: Connection, url: str, *, may_create_databases: bool = False) -> None:
    """Make the role that `url` signs in as; one that is there gets the same rights and the password, and no more.

    `server` must be allowed to create roles.
    """
    wish = conninfo_to_dict(url)
    rights = sql.SQL(f"{HUMBLE} {'CREATEDB' if may_create_databases else 'NOCREATEDB'} PASSWORD {{}}")
    told = sql.Identifier(wish["user"]), rights.format(sql.Literal(wish.get("password")))
    try:
        server.execute(sql.SQL("CREATE ROLE {} {}").format(*told))
    except DuplicateObject:
        server.execute(sql.SQL("ALTER ROLE {} {}").format(*told))


def make_database(
    server: Connection, *, name: str, owner: str, template: str = "template1", locale: str | None = None
) -> None:
    """Make a database, unless it is there. A template must have nobody connected; a `locale` needs "template0"."""
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(*map(sql.Identifier, (name, owner, template)))
    if locale:
        statement += sql.SQL(" LOCALE {}").format(sql.Literal(locale))
    try:
        server.execute(statement)
    except DuplicateDatabase:
        return


def grant(owner_url: str, app_role: str) -> None:
    """As the owner: the extensions, and rows (never structure) for the portal's role, on tables of today and later.

    Safe to repeat. Both extensions are "trusted": whoever may create in the database may add them.
    """
    with connect(owner_url, autocommit=True) as database:
        for extension in EXTENSIONS:
            database.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        if role_of(owner_url) == app_role:
            return
        for statement in _grants():
            database.execute(sql.SQL(statement).format(app=sql.Identifier(app_role)))


def _grants() -> list[str]:
    rows, numbers = "SELECT, INSERT, UPDATE, DELETE", "USAGE, SELECT"
    return [
        "GRANT USAGE ON SCHEMA public TO {app}",
        f"GRANT {rows} ON ALL TABLES IN SCHEMA public TO {{app}}",
        f"GRANT {numbers} ON ALL SEQUENCES IN SCHEMA public TO {{app}}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rows} ON TABLES TO {{app}}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {numbers} ON SEQUENCES TO {{app}}",
    ]


def withdraw(cursor, table: str, rights: list[str]) -> None:
    """Take rights on a table from every role but its owner, who must be the one that asks."""
    cursor.execute(GRANTED, [table, rights])
    for (role,) in cursor.fetchall():
        # Rights are words of ours; a name is quoted.
        cursor.execute(
            sql.SQL("REVOKE {} ON {} FROM {}").format(
                sql.SQL(", ".join(rights)), sql.Identifier(table), sql.Identifier(role)
            )
        )


def allow(cursor, table: str, right: str) -> None:
    """Give a right on a table to every role that may add rows to it; whoever asks must own it."""
    cursor.execute(GRANTED, [table, ["INSERT"]])
    for (role,) in cursor.fetchall():
        cursor.execute(
            sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(right), sql.Identifier(table), sql.Identifier(role))
        )


def prepare(server_url: str, *, owner_url: str, app_url: str) -> None:
    """Make both roles, the database and the grants; what is there already stays. `server_url` is a superuser's."""
    with connect(server_url, autocommit=True) as server:
        make_role(server, owner_url, may_create_databases=True)
        make_role(server, app_url)
        # So that the owner may end the portal's sessions before a database is dropped.
        roles = map(sql.Identifier, (role_of(app_url), role_of(owner_url)))
        server.execute(sql.SQL("GRANT {} TO {}").format(*roles))
        owner = role_of(owner_url)
        make_database(server, name=name_of(owner_url), owner=owner, template="template0", locale=LOCALE)
    grant(owner_url, role_of(app_url))
