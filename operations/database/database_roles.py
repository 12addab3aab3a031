"""Create the database and its two roles: the owner, who migrates, and the portal's role, which reads and writes rows.

The portal's role owns nothing.
"""

from psycopg import Connection, connect, sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import DuplicateDatabase, DuplicateObject

from operations.database import reporting_role

EXTENSIONS = ["btree_gist", "pg_trgm"]
LOCALE = "C.UTF-8"
"""Under the locale "C", Urdu words have no trigrams (operations.configuration_checks)."""
ROLE_SETTINGS = {"statement_timeout": "15s", "timezone": "UTC"}
"""Settings of the portal's role: how long a statement of a web request may take, which jobs and commands lift, and the
time zone, which Django would otherwise set in each session. A pool lends sessions that have both."""
ROLE_ATTRIBUTES = "LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS"
GRANTEES = """
    SELECT DISTINCT grantee.rolname
    FROM pg_class AS relation, aclexplode(relation.relacl) AS acl JOIN pg_roles AS grantee ON grantee.oid = acl.grantee
    WHERE relation.oid = %s::regclass AND acl.grantee <> relation.relowner AND acl.privilege_type = ANY(%s)
"""


def database_name_of(url: str) -> str:
    """Return the name of the database in a URL."""
    return conninfo_to_dict(url)["dbname"]


def role_name_of(url: str) -> str:
    """Return the role in a URL."""
    return conninfo_to_dict(url)["user"]


def create_role(server: Connection, url: str, *, may_create_databases: bool = False) -> None:
    """Create the role in `url` or, if it exists, set its password and its rights to the same values.

    `server` must be allowed to create roles.
    """
    arguments = sql.Identifier(role_name_of(url)), _role_rights_clause(url, may_create_databases=may_create_databases)
    try:
        server.execute(sql.SQL("CREATE ROLE {} {}").format(*arguments))
    except DuplicateObject:
        server.execute(sql.SQL("ALTER ROLE {} {}").format(*arguments))


def _role_rights_clause(url: str, *, may_create_databases: bool = False) -> sql.Composed:
    rights = sql.SQL(f"{ROLE_ATTRIBUTES} {'CREATEDB' if may_create_databases else 'NOCREATEDB'} PASSWORD {{}}")
    return rights.format(sql.Literal(conninfo_to_dict(url).get("password")))


def _role_setting_statements(app_url: str) -> list[sql.Composed]:
    statement, role = sql.SQL("ALTER ROLE {} SET {} = {}"), sql.Identifier(role_name_of(app_url))
    return [statement.format(role, sql.Identifier(name), sql.Literal(value)) for name, value in ROLE_SETTINGS.items()]


def create_database(
    server: Connection, *, name: str, owner: str, template: str = "template1", locale: str | None = None
) -> None:
    """Create a database unless it exists.

    The template must have no connections. A `locale` requires the template "template0".
    """
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(*map(sql.Identifier, (name, owner, template)))
    if locale:  # in a cluster without a locale, the encoding would be SQL_ASCII
        statement += sql.SQL(" ENCODING 'UTF8' LOCALE {}").format(sql.Literal(locale))
    try:
        server.execute(statement)
    except DuplicateDatabase:
        return


def grant_access(owner_url: str, app_role: str) -> None:
    """Create the extensions, and grant the portal's role access to rows of current and future tables.

    It runs as the owner and is safe to repeat. The role may not change tables. Both extensions are "trusted", so every
    role that may create objects in the database may add them.
    """
    with connect(owner_url, autocommit=True) as database:
        for extension in EXTENSIONS:
            database.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        if role_name_of(owner_url) == app_role:
            return
        for statement in GRANTS:
            database.execute(sql.SQL(statement).format(app=sql.Identifier(app_role)))


ROW_RIGHTS, SEQUENCE_RIGHTS = "SELECT, INSERT, UPDATE, DELETE", "USAGE, SELECT"
GRANTS_TO_COME = (
    "GRANT USAGE ON SCHEMA public TO {app}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {ROW_RIGHTS} ON TABLES TO {{app}}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {SEQUENCE_RIGHTS} ON SEQUENCES TO {{app}}",
)
GRANTS = (
    *GRANTS_TO_COME,
    f"GRANT {ROW_RIGHTS} ON ALL TABLES IN SCHEMA public TO {{app}}",
    f"GRANT {SEQUENCE_RIGHTS} ON ALL SEQUENCES IN SCHEMA public TO {{app}}",
)


def role_creation_script(*, owner_url: str, app_url: str) -> str:
    """Return a script for psql that does the same as `create_roles_and_database`.

    It is for a superuser without a password (Debian's peer authentication) and is safe to repeat. Existing tables keep
    their grants, because migrations have withdrawn some of them.
    """
    name = database_name_of(owner_url)
    roles = {url: sql.Identifier(role_name_of(url)) for url in (owner_url, app_url)}
    new = sql.SQL(f"CREATE DATABASE {{}} OWNER {{}} TEMPLATE template0 ENCODING 'UTF8' LOCALE '{LOCALE}'")
    lines = [
        *(
            _run_unless_row_exists(sql.SQL("CREATE ROLE {}").format(role), "pg_roles", "rolname", role_name_of(url))
            for url, role in roles.items()
        ),
        sql.SQL("ALTER ROLE {} {};").format(
            roles[owner_url], _role_rights_clause(owner_url, may_create_databases=True)
        ),
        sql.SQL("ALTER ROLE {} {};").format(roles[app_url], _role_rights_clause(app_url)),
        *(sql.SQL("{};").format(statement) for statement in _role_setting_statements(app_url)),
        _run_unless_row_exists(
            sql.SQL(f"CREATE ROLE {reporting_role.ROLE}"), "pg_roles", "rolname", reporting_role.ROLE
        ),
        *(sql.SQL(f"{statement};") for statement in reporting_role.role_statements()),
        sql.SQL("GRANT {} TO {};").format(roles[app_url], roles[owner_url]),
        _run_unless_row_exists(new.format(sql.Identifier(name), roles[owner_url]), "pg_database", "datname", name),
        sql.SQL("\\connect {}").format(sql.Identifier(name)),
        sql.SQL("SET ROLE {};").format(roles[owner_url]),
        *(sql.SQL("CREATE EXTENSION IF NOT EXISTS {};").format(sql.Identifier(name)) for name in EXTENSIONS),
        *(sql.SQL(f"{grant};").format(app=roles[app_url]) for grant in GRANTS_TO_COME),
    ]
    return "".join(f"{line.as_string(None)}\n" for line in lines)


def _run_unless_row_exists(statement: sql.Composed, table: str, column: str, name: str) -> sql.Composed:
    """Return a line for psql that runs a statement unless the table has a row with this name."""
    line = sql.SQL("SELECT {} WHERE NOT EXISTS (SELECT FROM {} WHERE {} = {}) \\gexec")
    literal = sql.Literal(statement.as_string(None))
    return line.format(literal, sql.Identifier(table), sql.Identifier(column), sql.Literal(name))


def revoke_rights(cursor, table: str, rights: list[str]) -> None:
    """Revoke rights on a table from all roles except its owner. The owner must run this."""
    cursor.execute(GRANTEES, [table, rights])
    for (role,) in cursor.fetchall():
        # The rights are constants of this code; names are quoted.
        cursor.execute(
            sql.SQL("REVOKE {} ON {} FROM {}").format(
                sql.SQL(", ".join(rights)), sql.Identifier(table), sql.Identifier(role)
            )
        )


def create_roles_and_database(server_url: str, *, owner_url: str, app_url: str) -> None:
    """Create both roles, the database and the grants, unless they exist. `server_url` must be a superuser's."""
    with connect(server_url, autocommit=True) as server:
        create_role(server, owner_url, may_create_databases=True)
        create_role(server, app_url)
        for statement in _role_setting_statements(app_url):
            server.execute(statement)
        reporting_role.create_reporting_role(server)
        # So that the owner can end the portal's connections before a database is dropped.
        roles = map(sql.Identifier, (role_name_of(app_url), role_name_of(owner_url)))
        server.execute(sql.SQL("GRANT {} TO {}").format(*roles))
        owner = role_name_of(owner_url)
        create_database(server, name=database_name_of(owner_url), owner=owner, template="template0", locale=LOCALE)
    grant_access(owner_url, role_name_of(app_url))
