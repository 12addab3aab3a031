"""`destroy_again`: after a restore, what had been destroyed is destroyed again, and the portal may start."""

from pathlib import Path

from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from complaints.queries.verification.signing_keys import wrong_keys
from complaints.services.retention import anonymise_again, anonymise_due
from operations.backups.destroyed import RESTORED


class Command(BaseCommand):
    help = "After a restore: destroy again what had been anonymised and what is past its time. The portal starts then."

    def handle(self, **options):
        told = Path(storages["evidence"].location) / RESTORED
        if not told.exists():
            self.stdout.write("Nothing was restored here.")
            return
        if wrong := list(wrong_keys()):
            raise CommandError("; ".join(wrong), returncode=1)
        self._destroy(told.read_text().split())
        told.unlink()
        self.stdout.write("The portal may start.")

    def _destroy(self, etags: list[str]) -> None:
        """Raises CommandError for what should go and has not ended here: a person looks before anybody is let in."""
        at = now()
        done, left = anonymise_again(etags, at=at)
        self.stdout.write(f"{done} of {len(etags)} complaints that had been anonymised were destroyed again")
        due = 0
        while more := anonymise_due(at=at):
            due += more
        self.stdout.write(f"{due} more were past their time")
        if left:
            raise CommandError(f"{len(left)} that had been anonymised have not ended here: {', '.join(left[:5])}")
