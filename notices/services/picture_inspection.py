"""Photos of notices and tips: sealed on arrival, inspected in the sandbox, and kept only as a clean copy.

An officer's photo is inspected within their request. Photos of tips are inspected by a worker, which finds them by
their state in the database.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.db import transaction

from accounts.services.row_failures import RowFailures
from complaints import file_scanning
from complaints.evidence import sandbox, sealed_storage
from complaints.evidence.file_lock import try_lock_file
from complaints.isolation import bubblewrap
from complaints.rules import accepted_files
from complaints.rules.accepted_files import FileKind, FileRefusal, FileRefused, StoredFiles
from notices.models import Notice, Picture

logger = logging.getLogger(__name__)

CHECKING, WAITING, HELD, SHOWN, REFUSED = (
    Picture.State.CHECKING,
    Picture.State.WAITING,
    Picture.State.HELD,
    Picture.State.SHOWN,
    Picture.State.REFUSED,
)
UNINSPECTED = frozenset({CHECKING, WAITING, HELD})
NOTICE_PIXELS, TIP_PIXELS = 800, 2560
"""Pixels of the longer side: small enough for phones on slow lines, or large enough for an officer to see details."""

UNUSED_KEPT_FOR = timedelta(days=1)
ROUND_LENGTH = timedelta(seconds=40)


@dataclass(frozen=True)
class SubmittedPhoto:
    """A submitted photo, from any channel. `parts`: its bytes, in order."""

    name: str
    media_type: str
    size: int
    parts: Iterable[bytes]


def seal_photo(submitted: SubmittedPhoto, *, side: int, at: datetime) -> Picture:
    """Seal a submitted photo for a later inspection. Raises FileRefused if it is no photo, empty or too large."""
    file_format = accepted_files.file_format_of(submitted.name, submitted.media_type)
    if file_format.kind is not FileKind.PHOTO:
        raise FileRefused(FileRefusal.KIND)
    accepted_files.check_file_limits(size=submitted.size, held=StoredFiles())
    row = Picture(media_type=file_format.media_type, side=side, came_at=at)
    row.original = f"notices/original/{row.pk}"
    sealed_storage.save_sealed(row.original, submitted.parts, purpose=_key_purpose("original", row.pk))
    row.save(force_insert=True)
    return row


def inspect_photo(picture_id: UUID, *, at: datetime) -> Picture:
    """Inspect a photo. Afterwards it is shown, refused, waiting for the virus scanner, or held."""
    with try_lock_file(picture_id) as has_lock:
        row = Picture.objects.get(pk=picture_id)
        original = row.original
        if has_lock and row.state in UNINSPECTED:
            try:
                _inspect_file(row, at=at)
            except bubblewrap.SandboxUnavailable:
                row.state = HELD
                row.save(update_fields=["state", "scanned_at"])
            except FileRefused as refused:
                _save_result(row, state=REFUSED, refused_because=refused.reason.value)
    if row.original != original:
        sealed_storage.delete_files(original)
    return row


def inspect_waiting_photos(*, at: datetime) -> int:
    """Inspect the waiting photos, the oldest first, for one round. Return how many. Several workers may run this.

    Raises RowsFailed at the end if some could not be inspected.
    """
    began, inspected, failures = monotonic(), 0, RowFailures(logger)
    for picture_id in Picture.objects.filter(state__in=UNINSPECTED).order_by("came_at").values_list("pk", flat=True):
        if monotonic() - began > ROUND_LENGTH.total_seconds():
            break
        with failures.caught("Picture %s could not be inspected", picture_id):
            try:
                inspect_photo(picture_id, at=at)
                inspected += 1
            except sandbox.InspectionInterrupted:
                break  # this worker is being stopped
    failures.raise_if_any()
    return inspected


def open_picture(picture: Picture | None) -> sealed_storage.SealedFileReader | None:
    """Open the copy of a photo; None if it may not be shown. Raises sealed_storage.DamagedFile."""
    if picture is None or not picture.is_open:
        return None
    return sealed_storage.SealedFileReader(picture.shown, purpose=_key_purpose("shown", picture.pk))


def read_picture(picture: Picture | None) -> bytes | None:
    """Return the bytes of the copy; None if it may not be shown. Raises sealed_storage.DamagedFile."""
    plain = open_picture(picture)
    if plain is None:
        return None
    with plain:
        return plain.read()


def erase_unused_pictures(*, at: datetime) -> int:
    """Erase photos that belong to no notice and no tip after a day. Return how many."""
    unused = Picture.objects.filter(editions=None, tip=None, came_at__lt=at - UNUSED_KEPT_FOR)
    rows = list(unused[:500])
    Picture.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        sealed_storage.delete_files(row.original, row.shown)
    return len(rows)


def remove_pictures_of(notice: Notice) -> None:
    """Remove the pictures of all editions of a notice, whether published, waiting or refused.

    The files are erased when the transaction commits.
    """
    rows = list(Picture.objects.filter(editions__notice=notice).distinct())
    file_names = [name for row in rows for name in (row.original, row.shown) if name]
    Picture.objects.filter(pk__in=[row.pk for row in rows]).update(state=Picture.State.REMOVED, original="", shown="")
    transaction.on_commit(lambda: sealed_storage.delete_files(*file_names))


def _inspect_file(row: Picture, *, at: datetime) -> None:
    with sealed_storage.SealedFileReader(row.original, purpose=_key_purpose("original", row.pk)) as original:
        if file_scanning.is_scanner_configured() and row.scanned_at is None:
            verdict = file_scanning.scan_file(original)
            if verdict is file_scanning.ScanResult.VIRUS:
                raise FileRefused(FileRefusal.VIRUS)
            if verdict is file_scanning.ScanResult.UNSEEN:
                row.state = WAITING
                row.save(update_fields=["state"])
                return
            row.scanned_at = at
            original.seek(0)
        name = f"notices/shown/{row.pk}"
        with sandbox.copy_in_sandbox(
            original, family=accepted_files.format_family_of(row.media_type), side=row.side
        ) as copy:
            parts = iter(lambda: copy.file.read(sealed_storage.BLOCK), b"")
            sealed_storage.save_sealed(name, parts, purpose=_key_purpose("shown", row.pk))
    _save_result(row, state=SHOWN, shown=name)


def _save_result(row: Picture, **columns: str) -> None:
    """Save the result of the inspection, without the original."""
    row.original = ""
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=["original", "scanned_at", *columns])


def sealed_files() -> Iterator[tuple[str, str]]:
    """Yield the name of each sealed file of a picture, and the purpose to which its key is bound."""
    for row in Picture.objects.order_by("pk").iterator():
        yield from (
            (name, _key_purpose(column, row.pk)) for column in ("original", "shown") if (name := getattr(row, column))
        )


def _key_purpose(column: str, picture_id: UUID) -> str:
    return f"notices.{column}.{picture_id}"
