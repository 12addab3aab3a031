"""A six-digit code to the complainant's phone or e-mail: the key to their own complaint."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessCode(models.Model):
    """Hashed with the index key; ten minutes, five tries. Sent by the outbox, which never stores the code itself."""

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="access_codes")
    code_hash = models.BinaryField(max_length=16)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=5)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("access code")
