"""Photos of workers: inspected in the sandbox within the request; only the sandbox's copy is kept, sealed."""

import io
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from complaints.evidence import sandbox, scanner, sealed_storage
from complaints.evidence.scanner import ScanResult
from complaints.rules import accepted_files
from complaints.rules.accepted_files import FileKind, FileRefusal, StoredFiles
from enquiries.models import Photo
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from ledger.service_exceptions import Refused

UNUSED_KEPT_FOR = timedelta(days=1)
BATCH = 500


def store_photo(*, name: str, media_type: str, size: int, parts: Iterable[bytes], at: datetime) -> Photo:
    """Inspect and store a photo, for a request that must follow within a day.

    Raises complaints.rules.accepted_files.FileRefused if the file is damaged or too large; Refused(NOT_A_PICTURE) for
    another kind of file; Refused(CANNOT_LOOK_NOW) if the virus scanner does not answer.
    """
    family = _require_photo(name, media_type)
    accepted_files.check_file_limits(size=size, held=StoredFiles())
    original = io.BytesIO(b"".join(parts))
    _scan_for_viruses(original)
    photo = Photo(id=uuid4(), came_at=at)
    photo.file = f"enquiries/{photo.pk}"
    try:
        with sandbox.copy_in_sandbox(original, family=family) as copy:
            photo.media_type = copy.media_type
            sealed_storage.save_sealed(
                photo.file, iter(lambda: copy.file.read(sealed_storage.BLOCK), b""), purpose=_key_purpose(photo.pk)
            )
    except sandbox.InspectionInterrupted as interrupted:
        raise Refused(EnquiryRefusal.CANNOT_LOOK_NOW, "photo") from interrupted
    photo.save(force_insert=True)
    return photo


def open_photo(photo: Photo) -> sealed_storage.SealedFileReader:
    """Open the copy of a photo. Raises sealed_storage.DamagedFile."""
    return sealed_storage.SealedFileReader(photo.file, purpose=_key_purpose(photo.pk))


def erase_unused_photos(*, at: datetime) -> int:
    """Erase photos for which no request followed. Return how many."""
    with transaction.atomic():
        unused = Photo.objects.filter(verification=None, came_at__lt=at - UNUSED_KEPT_FOR)
        photos = list(unused.select_for_update(of=("self",), skip_locked=True)[:BATCH])
        Photo.objects.filter(pk__in=[photo.pk for photo in photos]).delete()
    sealed_storage.delete_files(*(photo.file for photo in photos))
    return len(photos)


def _require_photo(name: str, media_type: str) -> str:
    try:
        file_format = accepted_files.file_format_of(name, media_type)
    except accepted_files.FileRefused as refused:
        raise Refused(EnquiryRefusal.NOT_A_PICTURE, "photo") from refused
    if file_format.kind is not FileKind.PHOTO:
        raise Refused(EnquiryRefusal.NOT_A_PICTURE, "photo")
    return file_format.family


def _scan_for_viruses(original: io.BytesIO) -> None:
    if not scanner.is_configured():
        return
    verdict = scanner.scan_file(original)
    original.seek(0)
    if verdict is ScanResult.VIRUS:
        raise accepted_files.FileRefused(FileRefusal.VIRUS)
    if verdict is ScanResult.UNSEEN:
        raise Refused(EnquiryRefusal.CANNOT_LOOK_NOW, "photo")


def sealed_files() -> Iterator[tuple[str, str]]:
    """Yield the name of each photo's sealed file, and the purpose to which its key is bound."""
    for pk, file in Photo.objects.order_by("pk").values_list("pk", "file").iterator():
        yield file, _key_purpose(pk)


def _key_purpose(photo_id: UUID) -> str:
    return f"enquiries.photo.{photo_id}"
