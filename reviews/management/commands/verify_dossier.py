"""`verify_dossier FILE`: a dossier that was handed out is the one that was frozen, and the history bears it out."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reviews.queries.dossier_verification import NotADossier, findings


class Command(BaseCommand):
    help = (
        "Check a dossier (JSON) against what was frozen and the complaint's history. Ends with 1 if anything differs."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options):
        try:
            found = list(findings(file.read_bytes()))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except NotADossier as error:
            raise CommandError(f"{file} is no dossier of this portal.") from error
        for what in found:
            self.stderr.write(what)
        if found:
            raise CommandError(f"{file}: {len(found)} findings.", returncode=1)
        self.stdout.write(f"{file}: as it was frozen; the history bears it out.")
