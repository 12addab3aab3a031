"""`move_evidence`: copy all evidence from a folder to a bucket or back, while the portal runs (docs/runbook.md)."""

import sys

from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from complaints.file_stores.paired_storage import PairedStorage
from complaints.file_stores.storage_interface import StorageUnavailable
from operations.file_storage.bucket_checks import find_bucket_problem
from operations.file_storage.file_moving import CopyDiffers, copy_files

LINE_EACH = 1_000
"""Files between two lines of output that is not a terminal."""


class Command(BaseCommand):
    help = (
        "Copy evidence between EVIDENCE_STORAGE and EVIDENCE_STORAGE_SECOND and compare the SHA-256 of each copy. "
        "Nothing is deleted, and an interrupted run is continued."
    )

    def add_arguments(self, parser):
        parser.add_argument("--to", required=True, choices=["s3", "folder", "first", "second"], help="where to copy to")
        parser.add_argument("--prove-all", action="store_true", help="compare the SHA-256 of files that are there too")

    def handle(self, *, to: str, prove_all: bool, **options):
        pair = storages["evidence"]
        if not isinstance(pair, PairedStorage):
            raise CommandError("Set EVIDENCE_STORAGE_SECOND for all processes first: files move between the two.")
        target = _storage_named(pair, to)
        source = pair.second if target is pair.first else pair.first
        try:
            if hasattr(target, "bucket_name") and (problem := find_bucket_problem(target)):
                raise CommandError(problem)
            new = self._copy(source, target, prove_all=prove_all)
        except CopyDiffers as differs:
            raise CommandError(f"The copy of {differs} is not the same. Run this again.") from differs
        except StorageUnavailable as error:
            raise CommandError(f"{error}. What was copied stays; run this again.") from error
        self.stdout.write(f"{new} files were copied. Everything is there.")
        if target is pair.first:
            self.stdout.write(
                f"Remove EVIDENCE_STORAGE_SECOND, restart the portal, and delete {_address_of(source)}: "
                "nothing is destroyed there any longer."
            )
        else:
            self.stdout.write("Exchange EVIDENCE_STORAGE and EVIDENCE_STORAGE_SECOND, restart, and run this again.")

    def _copy(self, source, target, *, prove_all: bool) -> int:
        total = sum(file.size for file in source.stored_files())
        count = new = 0
        columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn()
        with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
            bar = progress.add_task("Files", total=total)
            for file in copy_files(source, target, prove_all=prove_all):
                count, new = count + 1, new + file.is_new
                progress.advance(bar, file.size)
                if count % LINE_EACH == 0 and progress.disable:
                    self.stdout.write(f"{count} files are there, {new} of them new")
        return new


def _storage_named(pair: PairedStorage, to: str):
    """Return the storage to copy to. Raises CommandError if the name fits none or both of the two."""
    if to in {"first", "second"}:
        return getattr(pair, to)
    fitting = [one for one in pair.both if hasattr(one, "bucket_name") == (to == "s3")]
    if len(fitting) != 1:
        raise CommandError(
            "EVIDENCE_STORAGE and EVIDENCE_STORAGE_SECOND are of the same kind: use --to first or second."
        )
    return fitting[0]


def _address_of(storage) -> str:
    return storage.address if hasattr(storage, "bucket_name") else str(storage.folder)
