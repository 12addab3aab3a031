"""Texts that clerks have prepared for the holders of complaints."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.encrypted_fields import RowIdField, SealedTextField


class Prepared(models.Model):
    """A prepared text for one move. The holder finds it in the move's form, may edit it and sends it as their own.

    There is at most one unused text for each move of a complaint. `used_at`: when the holder made the move.
    """

    id = RowIdField(primary_key=True)
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="prepared", db_index=False)
    move = models.CharField(max_length=24)
    words = SealedTextField(_("text"))
    by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    prepared_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("prepared text")
        verbose_name_plural = _("prepared texts")
        constraints = [
            models.UniqueConstraint(
                name="prepared_one_waits_for_a_move",
                fields=["complaint", "move"],
                condition=models.Q(used_at__isnull=True),
            )
        ]
