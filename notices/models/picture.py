"""Photos of children and wanted persons, and photos sent with tips. Only a re-encoded copy is kept."""

import uuid

from django.db import models
from django.db.models import Index, Q
from django.utils.translation import gettext_lazy as _

from complaints.file_scanning import is_scanner_configured
from complaints.models.evidence import REFUSED_BECAUSE
from complaints.rules.accepted_files import FileRefusal


class Picture(models.Model):
    """A photo and the state of its inspection.

    `checking` until the sandbox has made the copy, `waiting` for the virus scanner, or `held` while no worker can
    inspect it safely; then `shown` or `refused`. `removed` after the child was found: then no copy is kept. The copy is
    a JPEG without location data, at most `side` pixels wide and high. The original is erased afterwards: it is not
    needed, and could identify the phone of a tip's sender.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("Being checked")
        WAITING = "waiting", _("Waiting for the virus scanner")
        HELD = "held", _("Waiting for a safe check")
        SHOWN = "shown", _("Ready")
        REFUSED = "refused", _("Refused")
        REMOVED = "removed", _("Removed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    media_type = models.CharField(max_length=60)
    side = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.CHECKING)
    refused_because = models.CharField(max_length=24, blank=True)
    original = models.CharField(max_length=100, blank=True)
    shown = models.CharField(max_length=100, blank=True)
    came_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [
            Index(name="picture_to_check", fields=["came_at"], condition=Q(state__in=["checking", "waiting", "held"])),
        ]

    @property
    def is_open(self) -> bool:
        """Whether the copy may be shown now. If a virus scanner is set up, it must have scanned the photo."""
        return self.state == self.State.SHOWN and (self.scanned_at is not None or not is_scanner_configured())

    @property
    def refusal(self) -> str:
        """The reason of a refusal in words; empty if it was not refused."""
        return str(refusal_text_of(FileRefusal(self.refused_because))) if self.refused_because else ""


def refusal_text_of(reason: FileRefusal) -> str:
    """Return why a photo is refused, in words. Other files than photos are never accepted here."""
    return _("Only photos are accepted here.") if reason is FileRefusal.KIND else REFUSED_BECAUSE[reason]
