"""Complaints whose messages must not reveal anything to onlookers."""

from complaints.models import Complaint

COMPLAINANT_KIND = "complainant"


def needs_neutral_messages(complaint: Complaint) -> bool:
    """Return whether a message must name neither number nor subject of the complaint."""
    return complaint.is_quiet or complaint.identity_is_protected or complaint.complainant.neutral
