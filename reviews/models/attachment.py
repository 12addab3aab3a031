"""Files that an officer submits with an explanation or an appeal: photos and PDFs, inspected like evidence."""

import uuid

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.file_scanning import is_scanner_configured
from complaints.rules import accepted_files
from ledger.append_only_triggers import APPEND_ONLY
from ledger.encrypted_fields import SealedTextField


class Attachment(models.Model):
    """One submitted file. The original is sealed and its SHA-256 is in the review's history; readers see the copy.

    If a virus scanner is set up, a file is shown only after it was scanned (`scanned_at`), and never if it was refused.
    """

    class Kind(models.TextChoices):
        PHOTO = accepted_files.FileKind.PHOTO.value, _("Photo")
        PAPER = accepted_files.FileKind.PAPER.value, _("Document (PDF)")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey("reviews.ReviewEvent", models.PROTECT, related_name="attachments")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    name = SealedTextField(_("name of the file"), blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.BinaryField(max_length=32)
    original = models.CharField(max_length=100)
    shown = models.CharField(max_length=100)
    shown_type = models.CharField(max_length=60)
    came_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)
    refused_because = models.CharField(max_length=24, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            APPEND_ONLY[1],
            pgtrigger.ReadOnly(name="only_the_scanner_adds", exclude=["scanned_at", "refused_because"]),
        ]

    @property
    def is_open(self) -> bool:
        """Whether the copy may be shown now."""
        return not self.refused_because and (self.scanned_at is not None or not is_scanner_configured())
