"""`migrate_online`: run migrations while the portal is in use (docs/runbook.md, *Upgrades*)."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from operations.database.online_migrations import TablesBusy, migrate_online


class Command(BaseCommand):
    help = (
        "Migrate as the owner, with short waits for locks and several attempts. Exits with 1 if a table remains busy."
    )

    def add_arguments(self, parser):
        parser.add_argument("--database", default="owner")

    def handle(self, *, database: str, verbosity: int, **options):
        try:
            attempts = migrate_online(
                connections[database],
                lambda: call_command("migrate", database=database, verbosity=verbosity, interactive=False),
                report=self.stderr.write,
            )
        except TablesBusy as error:
            raise CommandError(str(error), returncode=1) from error
        self.stdout.write(f"All migrations are made ({attempts} {'try' if attempts == 1 else 'tries'}).")
