"""What the log had come to, day by day: made once, sent out of the house, shown to everybody, kept for good."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.event import APPEND_ONLY, Seal


class DailyHead(models.Model):
    """The head of the log as of a day. Only `complaints.services.log_checkpoints` writes here.

    `text` is what is published: canonical JSON of number, day, instant, the last seal's mark, the root over all that
    was sealed since the head before, and the digest of that one's text, so that a head that was published once leads
    to all before it. `digest`: SHA-256 of the text. `events`, `complaints`: how many the log has up to `seal` (none:
    it has no seal yet); they are told to auditors, not to the public. `roots`: of each seal since the head before, 32
    bytes each, from which a receipt's proof is put together. `mac` is over all of these.
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
