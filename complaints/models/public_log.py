"""The public log: its hourly heads, the signed checkpoints of its tree, and the witnesses' signatures.

Rows are published and kept for ever, and never change.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.event import Seal
from ledger.append_only_triggers import APPEND_ONLY


class HourlyHead(models.Model):
    """The head of one hour: an entry of the public log. Only `complaints.services.log.log_heads` writes this table.

    `text`: the published canonical JSON with number, hour, time, the last seal's MAC, the Merkle root over everything
    that was sealed since the previous head, and the digest of the previous head's text. So each published head proves
    all earlier ones. `digest`: SHA-256 of the text. `seal`: the last seal, None if there is none yet. `events`,
    `complaints`: how many the log has up to `seal`; auditors see these numbers, the public does not. `roots`: the root
    of each seal since the previous head, 32 bytes each, from which the proof on a receipt is built, and 32 random bytes
    last: so nobody can tell an hour in which nothing happened from another. `mac` covers all of these. An hour in which
    nothing happened has a head too. An hour in which the portal was down has none; the next head covers it.
    """

    number = models.PositiveIntegerField(unique=True)
    hour = models.DateTimeField(unique=True)
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
        verbose_name = _("hourly head of the log")
        triggers = APPEND_ONLY


class LogCheckpoint(models.Model):
    """A signed checkpoint of the tree of heads. `note`: its text with the log's signature (ledger.signed_notes).

    Only `complaints.services.log.log_publication` writes this table. There is at most one checkpoint for each size.
    """

    size = models.PositiveIntegerField(unique=True)
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("checkpoint of the log")
        triggers = APPEND_ONLY


class WitnessSignature(models.Model):
    """The cosignature of an independent witness on a checkpoint. `line`: as it stands in the note."""

    checkpoint = models.ForeignKey(LogCheckpoint, models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=200)
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("witness's signature")
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "witness"], name="one_signature_of_each_witness"),
        ]
        triggers = APPEND_ONLY


class MonitorReport(models.Model):
    """The latest signed statement of a monitor of the log. Only `complaints.services.log.log_monitors` writes it.

    `note`: the statement, "" until one was read. `problem`: why the last one could not be used, "" if it could.
    `contradicts`: a statement with a valid signature is about another log than ours. That never goes away by itself.
    """

    monitor = models.CharField(max_length=200, unique=True)
    note = models.TextField(default="")
    asked_at = models.DateTimeField()
    problem = models.CharField(max_length=200, default="")
    contradicts = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("report of a monitor of the log")
