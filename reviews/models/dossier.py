"""What was known of a delay when it was flagged, frozen: the evidence for and against an officer."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.event import APPEND_ONLY
from reviews.models.labels import GROUNDS


class Dossier(models.Model):
    """Of one flag. `body` is the canonical JSON that is hashed and handed out; `mac` is its keyed mark (rules.dossier).

    `grounds`: on what *deliberate* may rest, as far as the body bears it out.
    """

    flag = models.OneToOneField("reviews.Flag", models.PROTECT, primary_key=True, related_name="dossier")
    made_at = models.DateTimeField()
    body = models.TextField()
    key_id = models.CharField(max_length=16)
    mac = models.BinaryField(max_length=32)
    grounds = ArrayField(models.CharField(max_length=16, choices=GROUNDS))

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        triggers = APPEND_ONLY
