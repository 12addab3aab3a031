"""`create_roles`: create both roles, the database and the grants of the portal's role. It is safe to repeat.

With `--sql`, print a script for psql instead, because the superuser of Debian's PostgreSQL has no password:
`manage.py create_roles --sql | sudo -u postgres psql --set ON_ERROR_STOP=1`.
"""

from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from psycopg import Error
from psycopg.conninfo import make_conninfo

from operations.database import database_roles, protected_tables, reporting_role

NAMES = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
OPTIONS = {"host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey"}


class Command(BaseCommand):
    help = "Create the roles of DATABASE_OWNER_URL and DATABASE_URL, the database, and the grants. Safe to repeat."
    requires_system_checks = []

    def add_arguments(self, parser):
        mode = parser.add_mutually_exclusive_group(required=True)
        mode.add_argument("--server", metavar="URL", help="the URL of a superuser, which is not stored")
        mode.add_argument("--sql", action="store_true", help="print a script for psql, without a connection")

    def handle(self, *, server: str | None, sql: bool, **options):
        if "owner" not in connections.settings:
            raise CommandError("DATABASE_OWNER_URL is not set. It names the role that will own the database.")
        owner, app = (_connection_string(connections.settings[alias]) for alias in ("owner", "default"))
        if database_roles.role_name_of(owner) == database_roles.role_name_of(app):
            raise CommandError("DATABASE_OWNER_URL and DATABASE_URL name the same role. The portal's must own nothing.")
        if sql:
            self.stdout.write(database_roles.role_creation_script(owner_url=owner, app_url=app), ending="")
            return
        try:
            database_roles.create_roles_and_database(server, owner_url=owner, app_url=app)
        except Error as error:
            raise CommandError(f"The server refused: {error}") from error
        protected_tables.revoke_change_rights(using="owner")
        reporting_role.grant_reporting_rights(using="owner")
        self.stdout.write(
            f"{database_roles.role_name_of(owner)} owns {database_roles.database_name_of(owner)}; "
            f"{database_roles.role_name_of(app)} reads and writes rows. Next: manage.py migrate --database owner"
        )


def _connection_string(settings: dict) -> str:
    options = {name: value for name, value in settings["OPTIONS"].items() if name in OPTIONS}
    parameters = {parameter: settings[name] for name, parameter in NAMES.items() if settings.get(name)}
    return make_conninfo(**parameters | options)
