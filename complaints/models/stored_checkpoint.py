"""Daily checkpoints of the log. Each is written once, sent to outside recipients, published and kept for ever."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.event import Seal
from ledger.append_only_triggers import APPEND_ONLY


class DailyHead(models.Model):
    """The checkpoint of one day. Only `complaints.services.log_checkpoints` writes this table.

    `text`: the published canonical JSON with number, day, time, the last seal's MAC, the Merkle root over everything
    that was sealed since the previous checkpoint, and the digest of the previous checkpoint's text. So each published
    checkpoint proves all earlier ones. `digest`: SHA-256 of the text. `seal`: the last seal, None if there is none yet.
    `events`, `complaints`: how many the log has up to `seal`; auditors see these numbers, the public does not.
    `roots`: the root of each seal since the previous checkpoint, 32 bytes each, from which the proof on a receipt is
    built. `mac` covers all of these.
    """

    number = models.PositiveIntegerField(unique=True)
    day = models.DateField(unique=True)
    at = models.DateTimeField()
    seal = models.ForeignKey(Seal, models.PROTECT, null=True, related_name="+", db_index=False)
    text = models.TextField()
    digest = models.BinaryField(max_length=32)
    events = models.PositiveBigIntegerField()
    complaints = models.PositiveBigIntegerField()
    roots = models.BinaryField()
    key_id = models.CharField(max_length=16)
    mac = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("daily log checkpoint")
        triggers = APPEND_ONLY
