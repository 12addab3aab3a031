"""The job that inspects uploaded files: virus scan, inspection in the sandbox, and the copy that may be shown.

The state of the work is in the rows. If a worker is killed, another one starts again with the file.
"""

import logging
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.db.models import F, Q

from accounts.services.row_failures import RowFailures
from complaints import file_scanning
from complaints.evidence import large_film_sandbox, sandbox, sealed_storage, upload
from complaints.evidence.file_lock import try_lock_file_for_job
from complaints.isolation import bubblewrap
from complaints.models import Evidence
from complaints.rules import accepted_files
from complaints.rules.accepted_files import FileRefusal, FileRefused

logger = logging.getLogger(__name__)

COMING, CHECKING, WAITING, HELD, SHOWN, REFUSED = (
    Evidence.State.COMING,
    Evidence.State.CHECKING,
    Evidence.State.WAITING,
    Evidence.State.HELD,
    Evidence.State.SHOWN,
    Evidence.State.REFUSED,
)
RUN_LENGTH = timedelta(seconds=40)
"""How long one run of the job takes new files. The next run continues. Even with the longest video
(`large_film_sandbox`), a run ends before Celery's time limit."""


def inspect_waiting_files(*, at: datetime) -> int:
    """Seal and inspect all waiting files, oldest first, and return how many were inspected.

    Several workers may run this at the same time. Raises RowsFailed at the end if some could not be sealed or
    inspected; the next run tries them again.
    """
    began, done, failures = monotonic(), 0, RowFailures(logger)
    for evidence_id in Evidence.objects.filter(state=COMING, received=F("size")).values_list("pk", flat=True):
        if monotonic() - began > RUN_LENGTH.total_seconds():
            break
        with failures.caught("Evidence %s could not be sealed", evidence_id):
            upload.complete_upload(evidence_id, at=at)
    unchecked = Q(state__in=[CHECKING, WAITING, HELD])
    if file_scanning.is_scanner_configured():
        unchecked |= Q(state=SHOWN, scanned_at=None)
    for evidence_id in Evidence.objects.filter(unchecked).order_by("came_at").values_list("pk", flat=True):
        if monotonic() - began > RUN_LENGTH.total_seconds():
            break
        with failures.caught("Evidence %s could not be checked", evidence_id):
            try:
                done += inspect_file(evidence_id, at=at)
            except sandbox.InspectionInterrupted:
                break  # this worker is being stopped
    failures.raise_if_any()
    return done


def inspect_file(evidence_id: UUID, *, at: datetime) -> bool:
    """Inspect one file.

    Return False if it needs no inspection, is locked by another worker, waits for the scanner, or is held because this
    worker cannot inspect it safely.
    """
    with try_lock_file_for_job(evidence_id) as alone:
        rows = Evidence.objects.filter(pk=evidence_id, state__in=[CHECKING, WAITING, HELD, SHOWN])
        row = rows.first() if alone else None
        if row is None:
            return False
        try:
            return _scan_and_copy(row, at=at)
        except bubblewrap.SandboxUnavailable:
            _update_unless_hidden(row, state=HELD)
            return False
        except FileRefused as refused:
            _refuse_file(row, refused.reason)
            return True


def _scan_and_copy(row: Evidence, *, at: datetime) -> bool:
    with sealed_storage.SealedFileReader(row.original, purpose=upload.original_key_purpose(row.pk)) as original:
        if file_scanning.is_scanner_configured() and row.scanned_at is None:
            verdict = file_scanning.scan_file(original)
            if verdict is file_scanning.ScanResult.VIRUS:
                raise FileRefused(FileRefusal.VIRUS)
            if verdict is file_scanning.ScanResult.UNSEEN:
                _update_unless_hidden(row, state=WAITING)
                return False
            _update_unless_hidden(row, scanned_at=at)
        if not row.shown:
            original.seek(0)
            _save_and_show_copy(row, original)
        elif row.state != SHOWN:
            _update_unless_hidden(row, state=SHOWN)
    return True


def _save_and_show_copy(row: Evidence, original: sealed_storage.SealedFileReader) -> None:
    name = f"shown/{row.pk}"
    if not _update_unless_hidden(row, state=SHOWN, shown=name, shown_type=_save_copy(name, row, original)):
        sealed_storage.delete_files(name)  # the owner removed the file meanwhile


def _save_copy(name: str, row: Evidence, original: sealed_storage.SealedFileReader) -> str:
    """Create the copy that may be shown, seal it under this name and return its media type. Raises FileRefused."""
    family, purpose = accepted_files.format_family_of(row.media_type), shown_copy_key_purpose(row.pk)
    if row.size > accepted_files.LARGEST_FILE:
        with large_film_sandbox.copy_large_film(original, family=family) as copy:
            sealed_storage.save_sealed(name, copy, purpose=purpose)
            return copy.media_type
    with sandbox.copy_in_sandbox(original, family=family) as copy:
        sealed_storage.save_sealed(name, iter(lambda: copy.file.read(sealed_storage.BLOCK), b""), purpose=purpose)
        return copy.media_type


def _refuse_file(row: Evidence, reason: FileRefusal) -> None:
    """Mark a file as refused. A draft's file is deleted; an original that the history names is kept, unopened."""
    columns = {"state": REFUSED, "refused_because": reason.value, "shown": "", "shown_type": ""}
    if Evidence.objects.filter(pk=row.pk, complaint=None).update(**columns, original=""):
        sealed_storage.delete_files(row.original)
    else:
        _update_unless_hidden(row, **columns)
    sealed_storage.delete_files(row.shown)


def _update_unless_hidden(row: Evidence, **columns) -> bool:
    """Update the row and return True, unless the file was removed, withdrawn or destroyed meanwhile."""
    return bool(Evidence.objects.filter(pk=row.pk).exclude(state__in=Evidence.HIDDEN).update(**columns))


def shown_copy_key_purpose(evidence_id: UUID) -> str:
    """Return the purpose that the key of a shown copy is bound to."""
    return f"evidence.shown.{evidence_id}"
