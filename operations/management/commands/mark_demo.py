"""`mark_demo`: mark the database as a demo's, so that DEMO and DEBUG may run on it."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from psycopg import Error
from psycopg.conninfo import make_conninfo

from operations.demo_marker import DatabaseInUse, mark_as_demo


class Command(BaseCommand):
    help = "Mark an unused database as a demo's. DEMO and DEBUG run on no other one. `make demo` does this by itself."
    requires_system_checks = []

    def handle(self, **options):
        alias = "owner" if "owner" in connections.settings else "default"
        try:
            mark_as_demo(make_conninfo(**_connection_parameters(alias)))
        except DatabaseInUse:
            raise CommandError("This database holds officers or complaints: it cannot become a demo's.") from None
        except Error as error:
            raise CommandError(f"The database refused: {str(error).strip()}") from error
        self.stdout.write("The database is marked as a demo's.")


def _connection_parameters(alias: str) -> dict:
    """Return the parameters with which psycopg connects as Django does."""
    parameters = connections[alias].get_connection_params()
    names = {"dbname", "user", "password", "host", "port", "sslmode", "sslrootcert"}
    return {name: value for name, value in parameters.items() if name in names and value}
