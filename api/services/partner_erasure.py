"""Erase what a partner wrote beside a complaint. Called by the retention of complaints (config.hooks)."""

from api.models import PartnerComplaint
from complaints.models import Complaint


def erase_partner_references(complaint: Complaint) -> None:
    """Empty the partner's own number and the reference of the proof. That the partner registered it is kept."""
    PartnerComplaint.objects.filter(complaint=complaint).update(reference="", consent_reference="")
