"""Of which complaints nothing is told where somebody may look on."""

from complaints.models import Complaint

COMPLAINANT_KIND = "complainant"


def is_sensitive(complaint: Complaint) -> bool:
    """Return whether nothing goes out unasked, or the complainant is protected: a message then names neither."""
    return complaint.is_quiet or complaint.identity_is_protected or complaint.complainant.neutral
