"""`destroy_again`: after a restore, destroy again what had been destroyed, so that the portal may start."""

import logging

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from accounts.services.row_failures import RowFailures
from complaints.file_stores.storage_interface import StorageUnavailable
from complaints.queries.verification.environment_key_check import find_wrong_keys
from complaints.services import restore_guard
from complaints.services.retention import anonymise_again, run_anonymisation
from operations.file_storage.unnamed_files import delete_unnamed_files

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "After a restore of the database or of the files: anonymise again complaints that had been anonymised, and "
        "those whose retention period has ended, and delete files that no row names. After that, the portal may start. "
        "Harmless at any other time."
    )

    def handle(self, **options):
        if wrong := list(find_wrong_keys()):
            raise CommandError("; ".join(wrong), returncode=1)
        try:
            older = restore_guard.compare_stores()
        except StorageUnavailable as error:
            raise CommandError(f"The file storage does not answer: {error}") from error
        if not older:
            self.stdout.write("Database and files are of the same time.")
        self._destroy(restore_guard.etags_to_destroy_again())
        if older:
            self.stdout.write(f"{delete_unnamed_files(at=now())} files that no row names were deleted")
        restore_guard.open_guard()
        self.stdout.write("The portal may start.")

    def _destroy(self, etags: list[str]) -> None:
        """Anonymise these complaints and those whose retention period has ended.

        Raises CommandError if one of them is still open in the restored database: a person must check it before the
        portal starts.
        """
        at = now()
        count, still_open = anonymise_again(etags, at=at)
        self.stdout.write(f"{count} of {len(etags)} complaints that had been anonymised were destroyed again")
        expired, failures = 0, RowFailures(logger)  # the nightly job tries again what fails, and raises the alert
        while batch := run_anonymisation(at=at, failures=failures):
            expired += batch
        self.stdout.write(f"{expired} more were past their time")
        if still_open:
            raise CommandError(
                f"{len(still_open)} that had been anonymised have not ended here: {', '.join(still_open[:5])}"
            )
