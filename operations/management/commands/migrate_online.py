"""`migrate_online`: migrations while the portal is in use (docs/runbook.md, *Upgrades*)."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from operations.online_migrations import StillBusy, online


class Command(BaseCommand):
    help = "Migrate as the owner, with short waits for locks and further tries. Ends with 1 if a table stays in use."

    def add_arguments(self, parser):
        parser.add_argument("--database", default="owner")

    def handle(self, *, database: str, verbosity: int, **options):
        try:
            tried = online(
                connections[database],
                lambda: call_command("migrate", database=database, verbosity=verbosity, interactive=False),
                say=self.stderr.write,
            )
        except StillBusy as busy:
            raise CommandError(str(busy), returncode=1) from busy
        self.stdout.write(f"All migrations are made ({tried} {'try' if tried == 1 else 'tries'}).")
