"""Codes that open a complaint once: six digits sent to a phone or e-mail address, or twelve printed letters."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessCode(models.Model):
    """One code, stored as a hash under the index key. The outbox sends it sealed; no plain code is ever stored.

    Kinds: `code` opens one complaint; it is valid for ten minutes and five tries. `list` shows *my complaints* of the
    phone or e-mail address with the blind index `reached_index` and belongs to no complaint. `printed` is on the
    receipt of a person without a phone.

    `asked_by` is a digest of the browser that requested the code. That browser has `tries_left`; all other browsers
    share `strangers_left`, so that other people's wrong codes do not use up the owner's tries.
    """

    class Kind(models.TextChoices):
        CODE = "code", _("A code")
        LIST = "list", _("Code for the list of complaints")
        PRINTED = "printed", _("Printed code")

    kind = models.CharField(max_length=7, choices=Kind, default=Kind.CODE)
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, null=True, related_name="access_codes")
    reached_index = models.BinaryField(max_length=16, default=b"")
    code_hash = models.BinaryField(max_length=16)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=5)
    asked_by = models.BinaryField(max_length=16, default=b"", db_default=b"")
    strangers_left = models.PositiveSmallIntegerField(default=5, db_default=5)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("access code")
        indexes = [
            models.Index(
                name="access_code_of_a_list", fields=["reached_index", "expires_at"], condition=models.Q(kind="list")
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="access_code_is_somebodys",
                condition=models.Q(kind="list", complaint=None) & ~models.Q(reached_index=b"")
                | ~models.Q(kind="list") & models.Q(complaint__isnull=False),
            )
        ]
