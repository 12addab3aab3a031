"""The copy that may be shown. An original is opened for nobody yet: that needs the court's way, which is not built."""

from complaints.models import Evidence
from complaints.services.evidence import sealed
from complaints.services.evidence.checking import shown_purpose


def open_copy(row: Evidence) -> sealed.Plain | None:
    """The shown copy, to be read from any place; None where it may not be shown (now). Raises sealed.Damaged."""
    return sealed.Plain(row.shown, purpose=shown_purpose(row.pk)) if row.is_open else None
