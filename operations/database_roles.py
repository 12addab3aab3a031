"""Two roles and a database: the owner migrates, the portal's own role reads and writes rows and owns nothing."""

from psycopg import Connection, connect, sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import DuplicateDatabase, DuplicateObject

EXTENSIONS = ["btree_gist", "pg_trgm"]
LOCALE = "C.UTF-8"
"""Under "C" Urdu words have no trigrams (operations.checks)."""
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
    told = sql.Identifier(role_of(url)), _rights(url, may_create_databases=may_create_databases)
    try:
        server.execute(sql.SQL("CREATE ROLE {} {}").format(*told))
    except DuplicateObject:
        server.execute(sql.SQL("ALTER ROLE {} {}").format(*told))


def _rights(url: str, *, may_create_databases: bool = False) -> sql.Composed:
    rights = sql.SQL(f"{HUMBLE} {'CREATEDB' if may_create_databases else 'NOCREATEDB'} PASSWORD {{}}")
    return rights.format(sql.Literal(conninfo_to_dict(url).get("password")))


def make_database(
    server: Connection, *, name: str, owner: str, template: str = "template1", locale: str | None = None
) -> None:
    """Make a database, unless it is there. A template must have nobody connected; a `locale` needs "template0"."""
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(*map(sql.Identifier, (name, owner, template)))
    if locale:  # a cluster that was made without a locale would make it SQL_ASCII
        statement += sql.SQL(" ENCODING 'UTF8' LOCALE {}").format(sql.Literal(locale))
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
        for statement in GRANTS:
            database.execute(sql.SQL(statement).format(app=sql.Identifier(app_role)))


ROWS, NUMBERS = "SELECT, INSERT, UPDATE, DELETE", "USAGE, SELECT"
GRANTS_TO_COME = (
    "GRANT USAGE ON SCHEMA public TO {app}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {ROWS} ON TABLES TO {{app}}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {NUMBERS} ON SEQUENCES TO {{app}}",
)
GRANTS = (
    *GRANTS_TO_COME,
    f"GRANT {ROWS} ON ALL TABLES IN SCHEMA public TO {{app}}",
    f"GRANT {NUMBERS} ON ALL SEQUENCES IN SCHEMA public TO {{app}}",
)


def psql_script(*, owner_url: str, app_url: str) -> str:
    """Return what `prepare` does as a script for psql, for a superuser who signs in without a password (Debian's peer).

    It may be repeated. Tables that are there keep the grants that they have: migrations took some of them back.
    """
    name = name_of(owner_url)
    roles = {url: sql.Identifier(role_of(url)) for url in (owner_url, app_url)}
    new = sql.SQL(f"CREATE DATABASE {{}} OWNER {{}} TEMPLATE template0 ENCODING 'UTF8' LOCALE '{LOCALE}'")
    lines = [
        *(
            _unless(sql.SQL("CREATE ROLE {}").format(role), "pg_roles", "rolname", role_of(url))
            for url, role in roles.items()
        ),
        sql.SQL("ALTER ROLE {} {};").format(roles[owner_url], _rights(owner_url, may_create_databases=True)),
        sql.SQL("ALTER ROLE {} {};").format(roles[app_url], _rights(app_url)),
        sql.SQL("GRANT {} TO {};").format(roles[app_url], roles[owner_url]),
        _unless(new.format(sql.Identifier(name), roles[owner_url]), "pg_database", "datname", name),
        sql.SQL("\\connect {}").format(sql.Identifier(name)),
        sql.SQL("SET ROLE {};").format(roles[owner_url]),
        *(sql.SQL("CREATE EXTENSION IF NOT EXISTS {};").format(sql.Identifier(one)) for one in EXTENSIONS),
        *(sql.SQL(f"{grant};").format(app=roles[app_url]) for grant in GRANTS_TO_COME),
    ]
    return "".join(f"{line.as_string(None)}\n" for line in lines)


def _unless(statement: sql.Composed, table: str, column: str, name: str) -> sql.Composed:
    """A line of psql that runs a statement where that table has no row of that name."""
    line = sql.SQL("SELECT {} WHERE NOT EXISTS (SELECT FROM {} WHERE {} = {}) \\gexec")
    told = sql.Literal(statement.as_string(None)), sql.Identifier(table), sql.Identifier(column), sql.Literal(name)
    return line.format(*told)


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
