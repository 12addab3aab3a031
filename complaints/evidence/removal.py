"""How files go again: taken away by their owner, or left behind by somebody who never came back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.storage import storages
from django.db import transaction

from complaints.evidence import sealed_storage, upload
from complaints.models import Evidence
from complaints.queries.evidence import Owner

UNFINISHED_LIVES = timedelta(hours=48)
HALVES_LIVE = timedelta(hours=1)  # longer than any file takes to be written
BATCH = 500


def remove(*, owner: Owner, evidence_id: UUID) -> bool:
    """Take a file away for good. False for one that is not there, or that a complaint's history already names."""
    with transaction.atomic():
        row = owner.files.select_for_update().filter(pk=evidence_id).first()
        if row is None or row.is_in_history:
            return False
        Evidence.objects.filter(pk=row.pk).delete()
    _forget(row)
    return True


def sweep(*, at: datetime) -> int:
    """Remove what nobody will complete, and the files of drafts that have run out. Returns how many.

    And halves of files that a killed process was writing: they are nobody's.
    """
    storages["evidence"].forget_halves(before=at - HALVES_LIVE)
    unfinished = Evidence.objects.filter(state=Evidence.State.COMING, created_at__lt=at - UNFINISHED_LIVES)
    of_dead_drafts = Evidence.objects.filter(draft__expires_at__lt=at)
    return _sweep(unfinished) + _sweep(of_dead_drafts)


def _sweep(rows) -> int:
    """Rows first, files afterwards: a file without a row opens for nobody, a row without its file is an error."""
    with transaction.atomic():
        gone = list(rows.select_for_update(of=("self",), skip_locked=True)[:BATCH])
        Evidence.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for row in gone:
        _forget(row)
    return len(gone)


def _forget(row: Evidence) -> None:
    upload.forget_pieces(row.pk)
    sealed_storage.forget(row.original, row.shown)
