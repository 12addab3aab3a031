"""`destroy_again`: after a restore, destroy again what had been destroyed, so that the portal may start."""

from pathlib import Path

from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from complaints.queries.verification.environment_key_check import find_wrong_keys
from complaints.services.retention import anonymise_again, anonymise_due
from operations.backups.destroyed_complaints import RESTORED


class Command(BaseCommand):
    help = (
        "After a restore: anonymise again complaints that had been anonymised, and those whose retention period has "
        "ended. After that, the portal may start."
    )

    def handle(self, **options):
        restored_file = Path(storages["evidence"].location) / RESTORED
        if not restored_file.exists():
            self.stdout.write("Nothing was restored here.")
            return
        if wrong := list(find_wrong_keys()):
            raise CommandError("; ".join(wrong), returncode=1)
        self._destroy(restored_file.read_text().split())
        restored_file.unlink()
        self.stdout.write("The portal may start.")

    def _destroy(self, etags: list[str]) -> None:
        """Anonymise these complaints and those whose retention period has ended.

        Raises CommandError if one of them is still open in the restored database: a person must check it before the
        portal starts.
        """
        at = now()
        count, still_open = anonymise_again(etags, at=at)
        self.stdout.write(f"{count} of {len(etags)} complaints that had been anonymised were destroyed again")
        expired = 0
        while batch := anonymise_due(at=at):
            expired += batch
        self.stdout.write(f"{expired} more were past their time")
        if still_open:
            raise CommandError(
                f"{len(still_open)} that had been anonymised have not ended here: {', '.join(still_open[:5])}"
            )
