"""Photos of workers: sealed on arrival, inspected in the sandbox by a worker, and kept only as a clean copy."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import chain
from time import monotonic
from uuid import UUID

from django.db import transaction
from django.db.models import Window
from django.db.models.functions import RowNumber

from accounts.services.row_failures import RowFailures
from complaints import file_scanning
from complaints.evidence import sandbox, sealed_storage
from complaints.evidence.file_lock import try_lock_file, try_lock_file_for_job
from complaints.isolation import bubblewrap
from complaints.rules import accepted_files
from complaints.rules.accepted_files import FileKind, FileRefusal, FileRefused, StoredFiles
from enquiries.models import Photo
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from ledger.field_encryption import blind_index
from ledger.service_exceptions import Refused

logger = logging.getLogger(__name__)

CHECKING, WAITING, HELD, SHOWN, REFUSED = (
    Photo.State.CHECKING,
    Photo.State.WAITING,
    Photo.State.HELD,
    Photo.State.SHOWN,
    Photo.State.REFUSED,
)
UNINSPECTED = frozenset({CHECKING, WAITING, HELD})
UNUSED_KEPT_FOR = timedelta(days=1)
ROUND_LENGTH = timedelta(seconds=40)
BATCH = 500


def receive_photo(
    *, name: str, media_type: str, size: int, parts: Iterable[bytes], address: str = "", at: datetime
) -> Photo:
    """Seal a photo for an inspection by a worker; its request must follow within a day.

    `address`: the sender's, of which only a keyed digest is stored, until the inspection. Raises
    complaints.rules.accepted_files.FileRefused if the file is too large or its content does not match its name;
    Refused(NOT_A_PICTURE) for another kind of file.
    """
    file_format = _require_photo(name, media_type)
    accepted_files.check_file_limits(size=size, held=StoredFiles())
    parts = iter(parts)
    first = next(parts, b"")
    if not accepted_files.looks_like_family(file_format.family, first[: accepted_files.HEAD_BYTES]):
        raise FileRefused(FileRefusal.DISGUISED)
    photo = Photo(
        media_type=file_format.media_type,
        source=blind_index("photo source", address),
        came_at=at,
    )
    photo.original = f"enquiries/original/{photo.pk}"
    sealed_storage.save_sealed(photo.original, chain([first], parts), purpose=_key_purpose("original", photo.pk))
    photo.save(force_insert=True)
    return photo


def store_photo(*, name: str, media_type: str, size: int, parts: Iterable[bytes], at: datetime) -> Photo:
    """Receive a photo and inspect it at once. Only for workers: an inspection may take a minute.

    Raises the exceptions of `receive_photo`; FileRefused if the file is damaged; Refused(CANNOT_LOOK_NOW) if it cannot
    be inspected now. Then nothing is stored.
    """
    photo = receive_photo(name=name, media_type=media_type, size=size, parts=parts, at=at)
    with suppress(sandbox.InspectionInterrupted):
        photo = inspect_photo(photo.pk, at=at)
    if photo.state == SHOWN:
        return photo
    _erase_photos([photo])
    if photo.state == REFUSED:
        raise FileRefused(FileRefusal(photo.refused_because))
    raise Refused(EnquiryRefusal.CANNOT_LOOK_NOW, "photo")


def inspect_waiting_photos(*, at: datetime) -> int:
    """Inspect the waiting photos for one round and return how many were inspected. Several workers may run this.

    One address has one inspection at a time, and an address with many photos comes after those with few. Raises
    RowsFailed at the end if some could not be inspected.
    """
    began, inspected, failures = monotonic(), 0, RowFailures(logger)
    turn = Window(RowNumber(), partition_by="source", order_by=["came_at", "pk"])
    waiting = Photo.objects.filter(state__in=UNINSPECTED).annotate(turn=turn).order_by("turn", "came_at")
    for photo_id, source in waiting.values_list("pk", "source")[:BATCH]:
        if monotonic() - began > ROUND_LENGTH.total_seconds():
            break
        with failures.caught("Photo %s of an enquiry could not be inspected", photo_id):
            try:
                with try_lock_file_for_job(UUID(bytes=bytes(source)) if source else photo_id) as has_turn:
                    inspected += has_turn and inspect_photo(photo_id, at=at).state not in UNINSPECTED
            except sandbox.InspectionInterrupted:
                break  # this worker is being stopped
    failures.raise_if_any()
    return inspected


def inspect_photo(photo_id: UUID, *, at: datetime) -> Photo:
    """Inspect a photo. Afterwards it is shown, refused, waiting for the virus scanner, or held."""
    with try_lock_file(photo_id) as has_lock:
        photo = Photo.objects.get(pk=photo_id)
        original = photo.original
        if has_lock and photo.is_uninspected:
            try:
                _scan_and_copy(photo, at=at)
            except bubblewrap.SandboxUnavailable:
                _save_state(photo, HELD)
            except FileRefused as refused:
                _finish_inspection(photo, state=REFUSED, refused_because=refused.reason.value)
    if photo.original != original:
        sealed_storage.delete_files(original)
    return photo


def _scan_and_copy(photo: Photo, *, at: datetime) -> None:
    with sealed_storage.SealedFileReader(photo.original, purpose=_key_purpose("original", photo.pk)) as original:
        if file_scanning.is_scanner_configured() and photo.scanned_at is None:
            verdict = file_scanning.scan_file(original)
            if verdict is file_scanning.ScanResult.VIRUS:
                raise FileRefused(FileRefusal.VIRUS)
            if verdict is file_scanning.ScanResult.UNSEEN:
                _save_state(photo, WAITING)
                return
            photo.scanned_at = at
            original.seek(0)
        file, family = f"enquiries/{photo.pk}", accepted_files.format_family_of(photo.media_type)
        with sandbox.copy_in_sandbox(original, family=family) as copy:
            parts = iter(lambda: copy.file.read(sealed_storage.BLOCK), b"")
            sealed_storage.save_sealed(file, parts, purpose=_key_purpose("photo", photo.pk))
            media_type = copy.media_type
    _finish_inspection(photo, state=SHOWN, file=file, media_type=media_type)


def _save_state(photo: Photo, state: Photo.State) -> None:
    photo.state = state
    photo.save(update_fields=["state", "scanned_at"])


def _finish_inspection(photo: Photo, **columns: str) -> None:
    """Save the result, without the original and what is stored about the sender."""
    photo.original, photo.source = "", b""
    for name, value in columns.items():
        setattr(photo, name, value)
    photo.save(update_fields=["original", "source", "scanned_at", *columns])


def open_photo(photo: Photo) -> sealed_storage.SealedFileReader:
    """Open the copy of a photo. Raises sealed_storage.DamagedFile."""
    return sealed_storage.SealedFileReader(photo.file, purpose=_key_purpose("photo", photo.pk))


def erase_unused_photos(*, at: datetime) -> int:
    """Erase photos for which no request followed. Return how many."""
    with transaction.atomic():
        unused = Photo.objects.filter(verification=None, came_at__lt=at - UNUSED_KEPT_FOR)
        photos = list(unused.select_for_update(of=("self",), skip_locked=True)[:BATCH])
        _erase_photos(photos)
    return len(photos)


def _erase_photos(photos: list[Photo]) -> None:
    Photo.objects.filter(pk__in=[photo.pk for photo in photos]).delete()
    names = [name for photo in photos for name in (photo.file, photo.original) if name]
    transaction.on_commit(lambda: sealed_storage.delete_files(*names))


def _require_photo(name: str, media_type: str) -> accepted_files.FileFormat:
    try:
        file_format = accepted_files.file_format_of(name, media_type)
    except FileRefused as refused:
        raise Refused(EnquiryRefusal.NOT_A_PICTURE, "photo") from refused
    if file_format.kind is not FileKind.PHOTO:
        raise Refused(EnquiryRefusal.NOT_A_PICTURE, "photo")
    return file_format


def sealed_files() -> Iterator[tuple[str, str]]:
    """Yield the name of each photo's sealed files, and the purpose to which their keys are bound."""
    for pk, file, original in Photo.objects.order_by("pk").values_list("pk", "file", "original").iterator():
        if file:
            yield file, _key_purpose("photo", pk)
        if original:
            yield original, _key_purpose("original", pk)


def _key_purpose(column: str, photo_id: UUID) -> str:
    return f"enquiries.{column}.{photo_id}"
