"""What a complainant (or an officer) hands in beside words: photos, videos, voice notes, PDFs."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.fields import SealedTextField


class Evidence(models.Model):
    """One file: of a draft until it is registered, then of its complaint.

    It is `coming` in pieces (`received` of `size` bytes), then `checking`; what passes is `shown` as a re-encoded copy
    without location and other hidden data, what does not is `refused` with a reason, what the virus scanner has still
    to see is `waiting`. The original is sealed at `original`; its SHA-256 stands in the history. `posting`: the officer
    who handed it in, none for the complainant.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Photo")
        VIDEO = "video", _("Video")
        VOICE = "voice", _("Voice note")
        PAPER = "paper", _("Document (PDF)")

    class State(models.TextChoices):
        COMING = "coming", _("Being sent")
        CHECKING = "checking", _("Being checked")
        WAITING = "waiting", _("Waiting for the virus scanner")
        SHOWN = "shown", _("Ready")
        REFUSED = "refused", _("Not accepted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey("complaints.Draft", models.CASCADE, null=True, related_name="evidence")
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, null=True, related_name="evidence")
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    name = SealedTextField(_("name of the file"), blank=True)
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    sha256 = models.BinaryField(max_length=32, default=b"")
    state = models.CharField(max_length=8, choices=State, default=State.COMING)
    refused_because = models.CharField(max_length=24, blank=True)
    original = models.CharField(max_length=100, blank=True)
    shown = models.CharField(max_length=100, blank=True)
    shown_type = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    came_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                name="evidence_is_somebodys",
                condition=models.Q(draft__isnull=False) | models.Q(complaint__isnull=False),
            ),
            models.CheckConstraint(
                name="evidence_received_at_most_its_size", condition=models.Q(received__lte=models.F("size"))
            ),
        ]
        indexes = [
            # What a worker has still to look at.
            models.Index(
                name="evidence_to_check", fields=["came_at"], condition=models.Q(state__in=["checking", "waiting"])
            ),
            # Pieces that nobody will complete.
            models.Index(name="evidence_coming", fields=["created_at"], condition=models.Q(state="coming")),
        ]
