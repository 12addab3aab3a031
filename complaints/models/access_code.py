"""Six digits to a phone or e-mail, or twelve letters on a printed receipt: keys that work once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessCode(models.Model):
    """Hashed with the index key. Sent by the outbox, which never stores the code itself, or printed.

    `code`: opens one complaint, ten minutes, five tries. `list`: shows *my complaints* of the phone or e-mail whose
    blind index is `reached_index`; it belongs to no complaint. `printed`: stands on the receipt of somebody without a
    phone, and works once. `asked_by`: a digest of the browser that asked for it, which has `tries_left`; all others
    together have `strangers_left`, so that nobody else's wrong codes spend the owner's.
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
