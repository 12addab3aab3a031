"""Model of a file that a person sent, until it is downloaded."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ledger.encrypted_fields import RowIdField, SealedTextField


class Media(models.Model):
    """A file of a draft or of an opened complaint, or the photo of a verification request (`asked`: its answers).

    `media_id` and name are encrypted. The file is downloaded soon: Meta's address is valid for five minutes, the id for
    seven days. It is done once the file was inspected.
    """

    id = RowIdField(primary_key=True)
    chat = models.ForeignKey("whatsapp.Chat", models.CASCADE, related_name="media")
    draft = models.ForeignKey("complaints.Draft", models.CASCADE, null=True, related_name="+", db_index=False)
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, null=True, related_name="+", db_index=False)
    by_officers_key = models.BooleanField(default=False, db_default=False)  # sent with a key that an officer issued
    asked = SealedTextField(blank=True)
    evidence = models.UUIDField(unique=True)  # of the future evidence: a second download is the same file
    media_id = SealedTextField()
    media_type = models.CharField(max_length=100, blank=True)
    name = SealedTextField(blank=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    refused_because = models.CharField(max_length=24, blank=True)

    class Meta:
        verbose_name = _("file sent by WhatsApp")
        indexes = [
            models.Index(name="wa_media_due", fields=["not_before", "id"], condition=Q(done_at__isnull=True)),
        ]
