"""The copy that may be shown. An original is opened for nobody yet: that needs the court's way, which is not built."""

from complaints.evidence import sealed_storage
from complaints.evidence.inspection_job import shown_purpose
from complaints.models import Evidence


def open_copy(row: Evidence) -> sealed_storage.Plain | None:
    """The shown copy, to be read from any place; None where it may not be shown (now). Raises sealed.Damaged."""
    return _copy(row) if row.is_open else None


def open_withdrawn(row: Evidence) -> sealed_storage.Plain | None:
    """The copy of a file that the complainant took back; for the Central Police Office, once the reason is recorded."""
    return _copy(row) if row.can_be_unsealed else None


def _copy(row: Evidence) -> sealed_storage.Plain:
    return sealed_storage.Plain(row.shown, purpose=shown_purpose(row.pk))
