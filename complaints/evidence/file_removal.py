"""Remove files before a history names them: at the owner's request, or when an upload or draft was abandoned."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.storage import storages
from django.db import transaction

from complaints.evidence import sealed_storage, upload
from complaints.models import Evidence, ScannedLetter
from complaints.queries.uploaded_files import FileOwner

UNFINISHED_LIVES = timedelta(hours=48)
HALVES_LIVE = timedelta(hours=1)  # longer than any file takes to be written
BATCH = 500


def remove_file(*, owner: FileOwner, evidence_id: UUID) -> bool:
    """Delete a file.

    Return False if there is no such file, a complaint's history already names it, or it is a scanned letter.
    """
    with transaction.atomic():
        row = owner.files.select_for_update().filter(pk=evidence_id).first()
        if row is None or row.is_in_history:
            return False
        letter = ScannedLetter.objects.filter(draft=row.draft_id).first() if row.draft_id else None
        if letter and row.pk in letter.file_ids:
            return False
        Evidence.objects.filter(pk=row.pk).delete()
    _delete_files(row)
    return True


def remove_abandoned_files(*, at: datetime) -> int:
    """Remove uploads that were never completed, and the files of expired drafts. Return how many.

    Also delete the temporary files of killed processes.
    """
    storages["evidence"].delete_unfinished(before=at - HALVES_LIVE)
    unfinished = Evidence.objects.filter(state=Evidence.State.COMING, created_at__lt=at - UNFINISHED_LIVES)
    of_expired_drafts = Evidence.objects.filter(draft__expires_at__lt=at)
    return _remove_batch(unfinished) + _remove_batch(of_expired_drafts)


def _remove_batch(rows) -> int:
    """Delete rows first and files afterwards.

    Nobody can open a file without a row, but a row without its file is an error.
    """
    with transaction.atomic():
        removed = list(rows.select_for_update(of=("self",), skip_locked=True)[:BATCH])
        Evidence.objects.filter(pk__in=[row.pk for row in removed]).delete()
    for row in removed:
        _delete_files(row)
    return len(removed)


def _delete_files(row: Evidence) -> None:
    upload.delete_pieces(row.pk, all_versions=True)
    sealed_storage.delete_files(row.original, row.shown)
