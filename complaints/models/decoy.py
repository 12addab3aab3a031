"""The harmless complaint that the duress word shows (duress page)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.encrypted_fields import SealedTextField


class Decoy(models.Model):
    """The harmless matter that is shown in place of a complaint once its duress word was entered. One per complaint.

    `sealed_rows`: the encrypted rows of that matter. services.access_keys.duress_page inserts them for the length of a
    request and removes them again. Empty until the page is first opened. `is_closed`: the state that the E-tag alone
    shows. `has_unchecked`: files were uploaded on the duress page that are not inspected yet. `word_hash`: a secret
    word that was set on the duress page and opens it from then on. `alarm_at`: when the duress word was entered, while
    the report of pressure is not yet made.
    """

    complaint = models.OneToOneField("complaints.Complaint", models.PROTECT, primary_key=True, related_name="decoy")
    sealed_rows = SealedTextField(blank=True, default="")
    is_closed = models.BooleanField(null=True)
    has_unchecked = models.BooleanField(default=False, db_default=False)
    word_hash = SealedTextField(blank=True, default="")
    alarm_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("duress page")
        indexes = [
            models.Index(name="decoy_alarm", fields=["alarm_at"], condition=models.Q(alarm_at__isnull=False)),
            models.Index(name="decoy_unchecked", fields=["complaint"], condition=models.Q(has_unchecked=True)),
        ]
