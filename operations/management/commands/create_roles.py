"""`create_roles`: create both roles, the database and the grants of the portal's role. Safe to repeat.

With `--sql`, print a script for psql instead, because Debian's PostgreSQL gives its superuser no password:
`manage.py create_roles --sql | sudo -u postgres psql --set ON_ERROR_STOP=1`.
"""

from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from psycopg import Error
from psycopg.conninfo import make_conninfo

from operations import database_roles, protected_tables

NAMES = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
OPTIONS = {"host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey"}


class Command(BaseCommand):
    help = "Make the roles of DATABASE_OWNER_URL and DATABASE_URL, the database, and the grants. Safe to repeat."
    requires_system_checks = []

    def add_arguments(self, parser):
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("--server", metavar="URL", help="how a superuser signs in, for this once")
        way.add_argument("--sql", action="store_true", help="print a script for psql, and connect to nothing")

    def handle(self, *, server: str | None, sql: bool, **options):
        if "owner" not in connections.settings:
            raise CommandError("DATABASE_OWNER_URL is not set: it says who is to own the database.")
        owner, app = (_address(connections.settings[alias]) for alias in ("owner", "default"))
        if database_roles.role_of(owner) == database_roles.role_of(app):
            raise CommandError("DATABASE_OWNER_URL and DATABASE_URL name one role. The portal's own must own nothing.")
        if sql:
            self.stdout.write(database_roles.psql_script(owner_url=owner, app_url=app), ending="")
            return
        try:
            database_roles.prepare(server, owner_url=owner, app_url=app)
        except Error as trouble:
            raise CommandError(f"The server refused: {trouble}") from trouble
        protected_tables.withdraw_all(using="owner")
        self.stdout.write(
            f"{database_roles.role_of(owner)} owns {database_roles.name_of(owner)}; "
            f"{database_roles.role_of(app)} reads and writes rows. Next: manage.py migrate --database owner"
        )


def _address(settings: dict) -> str:
    more = {name: value for name, value in settings["OPTIONS"].items() if name in OPTIONS}
    return make_conninfo(**{ours: settings[name] for name, ours in NAMES.items() if settings.get(name)} | more)
