"""What a complaint shows to whoever opens it by its duress word."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.fields import SealedTextField


class Decoy(models.Model):
    """The harmless matter that stands in a complaint's place once its duress word was typed; one for each, for good.

    `sealed_rows`: the rows of that matter as they are put into the database for the length of a request and taken out
    again (services.decoys); empty until it is first looked at. `is_closed`: what its number alone says of it.
    `has_unchecked`: files were handed in there that somebody has still to look at. `word_hash`: a secret word that was
    set on the harmless page, which opens that page from then on. `alarm_at`: the duress word was typed then, and the
    report of pressure is still to be made.
    """

    complaint = models.OneToOneField("complaints.Complaint", models.PROTECT, primary_key=True, related_name="decoy")
    sealed_rows = SealedTextField(blank=True, default="")
    is_closed = models.BooleanField(null=True)
    has_unchecked = models.BooleanField(default=False, db_default=False)
    word_hash = models.CharField(max_length=128, blank=True, default="")
    alarm_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("duress page")
        indexes = [
            models.Index(name="decoy_alarm", fields=["alarm_at"], condition=models.Q(alarm_at__isnull=False)),
            models.Index(name="decoy_unchecked", fields=["complaint"], condition=models.Q(has_unchecked=True)),
        ]
