"""Which complaints a partner registered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.append_only_triggers import NEVER_DELETED, NEVER_TRUNCATED
from ledger.encrypted_fields import RowIdField, SealedTextField


class PartnerComplaint(models.Model):
    """A complaint that a partner registered. The partner may read only whether it is open or closed.

    The registration event of the complaint names the partner too. `reference`: the partner's own number.
    `consent_reference`: where the partner keeps the proof of consent. Both are sealed, and erased with the complaint's
    personal data (api.services.partner_erasure).
    """

    id = RowIdField(primary_key=True)
    client = models.ForeignKey("api.ApiClient", models.PROTECT, related_name="complaints", db_index=False)
    complaint = models.OneToOneField("complaints.Complaint", models.PROTECT, related_name="+")
    reference = SealedTextField(blank=True, default="")
    consent_reference = SealedTextField(blank=True, default="")
    registered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("complaint of a partner")
        indexes = [models.Index(name="partner_complaint_list", fields=["client", "-id"])]  # api.partners.complaints
        triggers = [NEVER_DELETED, NEVER_TRUNCATED]
