"""Dossiers: the evidence for and against an officer, frozen when a delay was flagged."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import VersionedModel
from ledger.append_only_triggers import APPEND_ONLY
from reviews.models.labels import GROUNDS


class Dossier(VersionedModel):
    """The frozen evidence of one flag.

    `body`: the canonical JSON that is hashed and exported. `mac`: its keyed hash (reviews.rules.dossier_format).
    `grounds`: the grounds for *deliberate* that the body supports.
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
