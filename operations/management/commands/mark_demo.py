"""`mark_demo`: marks the database as a demo's, so that DEMO and DEBUG may run on it."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from psycopg import Error
from psycopg.conninfo import make_conninfo

from operations.demo_marker import InUse, mark


class Command(BaseCommand):
    help = (
        "Mark a database that nobody uses yet as a demo's: DEMO and DEBUG run on no other. `make demo` does it itself."
    )
    requires_system_checks = []

    def handle(self, **options):
        alias = "owner" if "owner" in connections.settings else "default"
        try:
            mark(make_conninfo(**_parameters(alias)))
        except InUse:
            raise CommandError("This database holds officers or complaints: it cannot become a demo's.") from None
        except Error as trouble:
            raise CommandError(f"The database refused: {str(trouble).strip()}") from trouble
        self.stdout.write("The database is marked as a demo's.")


def _parameters(alias: str) -> dict:
    """What psycopg needs to connect as Django does."""
    parameters = connections[alias].get_connection_params()
    names = {"dbname", "user", "password", "host", "port", "sslmode", "sslrootcert"}
    return {name: value for name, value in parameters.items() if name in names and value}
