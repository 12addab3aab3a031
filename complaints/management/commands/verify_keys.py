"""`verify_keys`: check that the secrets of this environment are those that the database was written with."""

from django.core.management.base import BaseCommand, CommandError

from complaints.queries.verification.environment_key_check import find_wrong_keys


class Command(BaseCommand):
    help = "Check in a second that FIELD_KEYS, INDEX_KEY and CHAIN_KEY fit this database. The exit code is 1 if not."

    def handle(self, **options):
        if messages := list(find_wrong_keys()):
            raise CommandError("; ".join(messages), returncode=1)
        self.stdout.write("The keys are those of this database.")
