"""The chained, append-only history of complaints. Only `complaints.services.history` writes it."""

import json
from functools import cached_property

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.display.report_texts import joined_parts
from ledger import chain
from ledger.append_only_triggers import APPEND_ONLY, NEVER_TRUNCATED


class ActorKind(models.TextChoices):
    OFFICER = "officer", _("Officer")
    CITIZEN = "citizen", _("Complainant")
    SYSTEM = "system", _("System")


class Event(models.Model):
    """An event of a complaint. `mac` = HMAC(CHAIN_KEY, prev ‖ body); the other columns repeat the body for queries."""

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=24)
    cycle = models.PositiveSmallIntegerField()
    actor_kind = models.CharField(max_length=8, choices=ActorKind)
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.TextField()
    key_id = models.CharField(max_length=16)
    prev = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("event")
        constraints = [models.UniqueConstraint(name="event_seq_unique", fields=["complaint", "seq"])]
        triggers = APPEND_ONLY

    @cached_property
    def facts(self) -> dict:
        """Return what the event states, as its body holds it."""
        return json.loads(self.body)["facts"]


class Words(models.Model):
    """The text that belongs to an event.

    The event's body holds only its salted digest. Text and salt can be destroyed without breaking the chain, and
    nobody can then guess the text from the digest. `parts`: further texts of a structured report by name
    (complaints.rules.inquiry.report_parts); `text` is then its finding. One digest covers all of them.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="words")
    salt = models.BinaryField(max_length=16)
    text = models.TextField()
    parts = models.JSONField(default=dict, db_default={})
    for_citizen = models.BooleanField(default=True)
    anonymised_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.CheckConstraint(
                name="words_anonymised_are_destroyed",
                condition=models.Q(anonymised_at=None) | models.Q(text="", salt=b"", parts={}),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            NEVER_TRUNCATED,
            pgtrigger.Protect(
                name="only_destroyed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.anonymised_at IS NOT NULL OR NEW.anonymised_at IS NULL OR NEW.event_id <> OLD.event_id "
                    "OR NEW.for_citizen <> OLD.for_citizen"
                ),
            ),
        ]

    @property
    def full_text(self) -> str:
        """Return the text with all parts of a report, in the active language (display.report_texts)."""
        return joined_parts(self.text, self.parts)

    @property
    def digested_text(self) -> str:
        """Return what the digest in the event's body covers."""
        return chain.text_with_parts(self.text, self.parts)


class ChainHead(models.Model):
    """The last event of each complaint's chain. Every writer locks this row first.

    `at`: when that event happened; no later event may be recorded as earlier. A head is never deleted.
    """

    complaint = models.OneToOneField("complaints.Complaint", models.PROTECT, primary_key=True, related_name="head")
    seq = models.PositiveIntegerField()
    mac = models.BinaryField(max_length=32)
    at = models.DateTimeField(null=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]


class Seal(models.Model):
    """A chained seal over a batch of committed events, which reveals that the last events of a complaint were cut off.

    `version`: what the MAC covers (ledger.chain). `beside`: how many entries of other histories it also covers
    (settings.SEALED_BESIDE: steps of reviews, versions of rows, readings).
    """

    version = models.PositiveSmallIntegerField(default=chain.SEAL_VERSION, db_default=1)
    at = models.DateTimeField()
    events = models.PositiveIntegerField()
    beside = models.PositiveIntegerField(default=0, db_default=0)
    key_id = models.CharField(max_length=16)
    prev = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)

    class Meta:
        triggers = APPEND_ONLY


class SealedEvent(models.Model):
    """The seal of an event. Ids are not in commit order, so an event that commits late goes into a later seal."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="sealed")
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="sealed_events")

    class Meta:
        triggers = APPEND_ONLY


class SealedRows(models.Model):
    """The rows of one table that a seal covers, besides events. `ids`: in ascending order; `last_id`: the highest.

    One row for a seal and a table, because there are more readings than events.
    """

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="+", db_index=False)
    table = models.CharField(max_length=63)
    ids = ArrayField(models.BigIntegerField())
    last_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="sealed_rows_once", fields=["seal", "table"])]
        indexes = [models.Index(name="sealed_rows_latest", fields=["table", "last_id"])]
        triggers = APPEND_ONLY
