"""Files with an explanation or an appeal: photos and PDFs, inspected in the evidence sandbox before they are kept.

The inspection runs within the officer's request. If the virus scanner is set up but cannot be reached, the copy is
shown only after a later scan.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from complaints import file_scanning
from complaints.evidence import sandbox, sealed_storage
from complaints.rules import accepted_files
from complaints.rules.accepted_files import MB, FileKind, FileRefusal, FileRefused, StoredFiles
from reviews.models import Attachment, ReviewEvent

MOST_FILES = 5  # files for one explanation or appeal
LARGEST_ATTACHMENT = 10 * MB
ACCEPTED_KINDS = frozenset({FileKind.PHOTO, FileKind.PAPER})


@dataclass(frozen=True)
class SubmittedFile:
    """A submitted file. `parts`: its bytes, in order."""

    name: str
    media_type: str
    size: int
    parts: Iterable[bytes]


@contextmanager
def inspect_attachments(submitted: Sequence[SubmittedFile], *, at: datetime) -> Iterator[list[Attachment]]:
    """Seal and inspect the files. Yield their rows, not yet saved and without an event.

    If anything fails within the block, the stored files are erased. Raises complaints.rules.accepted_files.FileRefused.
    """
    if len(submitted) > MOST_FILES:
        raise FileRefused(FileRefusal.TOO_MANY)
    rows: list[Attachment] = []
    try:
        for file in submitted:
            rows.append(_build_row(file, at=at))
            _inspect_file(rows[-1], file, at=at)
        yield rows
    except BaseException:
        for row in rows:
            sealed_storage.delete_files(row.original, row.shown)
        raise


def save_attachments(rows: Sequence[Attachment], event: ReviewEvent) -> None:
    """Save the rows with the event that names their fingerprints."""
    for row in rows:
        row.event = event
    Attachment.objects.bulk_create(rows)


def describe_files_for_event(rows: Sequence[Attachment]) -> list[dict]:
    """Return what the event records about the files: id, SHA-256 and size."""
    return [{"id": str(row.pk), "sha256": row.sha256.hex(), "size": row.size} for row in rows]


def open_attachment(row: Attachment) -> sealed_storage.SealedFileReader | None:
    """Open the inspected copy; None if it may not be shown. Raises sealed_storage.DamagedFile."""
    return sealed_storage.SealedFileReader(row.shown, purpose=_key_purpose("shown", row)) if row.is_open else None


def scan_pending_attachments(*, at: datetime) -> int:
    """Scan the files that arrived while the scanner could not be reached. Return how many were scanned."""
    if not file_scanning.is_scanner_configured():
        return 0
    unscanned = Attachment.objects.filter(scanned_at=None, refused_because="").order_by("came_at")
    return sum(_scan_pending_attachment(row, at=at) for row in unscanned[:100])


def _build_row(file: SubmittedFile, *, at: datetime) -> Attachment:
    file_format = accepted_files.file_format_of(file.name, file.media_type)
    if file_format.kind not in ACCEPTED_KINDS:
        raise FileRefused(FileRefusal.KIND)
    if file.size > LARGEST_ATTACHMENT:
        raise FileRefused(FileRefusal.TOO_LARGE)
    accepted_files.check_file_limits(size=file.size, held=StoredFiles())
    row = Attachment(
        kind=file_format.kind.value, name=accepted_files.display_name_of(file.name), size=file.size, came_at=at
    )
    row.original, row.shown = f"reviews/original/{row.pk}", f"reviews/shown/{row.pk}"
    row.shown_type = file_format.media_type
    return row


def _inspect_file(row: Attachment, file: SubmittedFile, *, at: datetime) -> None:
    """Seal the original with its digest, scan it if possible, and seal the sandbox's copy."""
    digest = hashlib.sha256()
    sealed_storage.save_sealed(
        row.original, sealed_storage.update_digest(file.parts, digest), purpose=_key_purpose("original", row)
    )
    row.sha256 = digest.digest()
    with sealed_storage.SealedFileReader(row.original, purpose=_key_purpose("original", row)) as original:
        if file_scanning.is_scanner_configured():
            _scan_and_record_verdict(row, original, at=at)
            original.seek(0)
        with sandbox.copy_in_sandbox(original, family=accepted_files.format_family_of(row.shown_type)) as copy:
            sealed_storage.save_sealed(
                row.shown, iter(lambda: copy.file.read(sealed_storage.BLOCK), b""), purpose=_key_purpose("shown", row)
            )
            row.shown_type = copy.media_type


def _scan_and_record_verdict(row: Attachment, original: sealed_storage.SealedFileReader, *, at: datetime) -> bool:
    """Scan the original; return whether the scanner gave a verdict. Raises FileRefused for a virus."""
    verdict = file_scanning.scan_file(original)
    if verdict is file_scanning.ScanResult.VIRUS:
        raise FileRefused(FileRefusal.VIRUS)
    row.scanned_at = None if verdict is file_scanning.ScanResult.UNSEEN else at
    return row.scanned_at is not None


def _scan_pending_attachment(row: Attachment, *, at: datetime) -> bool:
    with sealed_storage.SealedFileReader(row.original, purpose=_key_purpose("original", row)) as original:
        try:
            is_scanned = _scan_and_record_verdict(row, original, at=at)
        except FileRefused as refused:
            Attachment.objects.filter(pk=row.pk).update(scanned_at=at, refused_because=refused.reason.value)
            return True
    if is_scanned:
        Attachment.objects.filter(pk=row.pk).update(scanned_at=at)
    return is_scanned


def sealed_files() -> Iterator[tuple[str, str]]:
    """Yield the name of each sealed file of an attachment, and the purpose to which its key is bound."""
    for row in Attachment.objects.order_by("pk").iterator():
        yield from (
            (name, _key_purpose(column, row)) for column in ("original", "shown") if (name := getattr(row, column))
        )


def _key_purpose(column: str, row: Attachment) -> str:
    return f"reviews.{column}.{row.pk}"
