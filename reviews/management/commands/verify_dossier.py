"""`verify_dossier FILE`: check that a dossier file is the one that was frozen, and that the history agrees with it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reviews.queries.dossier_verification import InvalidDossier, verify_dossier_file


class Command(BaseCommand):
    help = "Check a dossier (JSON) against the frozen one and the complaint's history. Exit code 1 if anything differs."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options):
        try:
            differences = list(verify_dossier_file(file.read_bytes()))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except InvalidDossier as error:
            raise CommandError(f"{file} is no dossier of this portal.") from error
        for difference in differences:
            self.stderr.write(difference)
        if differences:
            raise CommandError(f"{file}: {len(differences)} findings.", returncode=1)
        self.stdout.write(f"{file}: as it was frozen; the history bears it out.")
