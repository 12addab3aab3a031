"""Open the copy of a file that may be shown. Nobody can open originals: a procedure for courts is not built yet."""

from complaints.evidence import sealed_storage
from complaints.evidence.inspection_job import shown_copy_key_purpose
from complaints.models import Evidence


def open_shown_copy(row: Evidence) -> sealed_storage.SealedFileReader | None:
    """Open the shown copy, or return None if it may not be shown now. Raises sealed_storage.DamagedFile."""
    return _open_copy(row) if row.is_open else None


def open_withdrawn_copy(row: Evidence) -> sealed_storage.SealedFileReader | None:
    """Open the copy of a withdrawn file, or return None. Only for the CPO, after a reason was recorded."""
    return _open_copy(row) if row.may_be_opened_by_cpo else None


def _open_copy(row: Evidence) -> sealed_storage.SealedFileReader:
    return sealed_storage.SealedFileReader(row.shown, purpose=shown_copy_key_purpose(row.pk))
