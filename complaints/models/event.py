"""The history: appended, chained, never changed. Only `complaints.services.history` writes here."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

APPEND_ONLY = [
    pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="never_truncated",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'the history is append-only';",
    ),
]


class ActorKind(models.TextChoices):
    OFFICER = "officer", _("Officer")
    CITIZEN = "citizen", _("Complainant")
    SYSTEM = "system", _("System")


class Event(models.Model):
    """One thing that happened. `mac` = HMAC(CHAIN_KEY, prev ‖ body); the other columns repeat the body for queries."""

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


class Words(models.Model):
    """What somebody said with an event. The body holds its salted digest, so the text can be anonymised."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="words")
    salt = models.BinaryField(max_length=16)
    text = models.TextField()
    for_citizen = models.BooleanField(default=True)
    anonymised_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("words")


class ChainHead(models.Model):
    """The last link of each complaint's chain: the one row that a writer locks first.

    `at` is the last event's: nothing is recorded as earlier than what came before it.
    """

    complaint = models.OneToOneField("complaints.Complaint", models.PROTECT, primary_key=True, related_name="head")
    seq = models.PositiveIntegerField()
    mac = models.BinaryField(max_length=32)
    at = models.DateTimeField(null=True)


class Seal(models.Model):
    """A batch of committed events under a chain of its own, so that a cut-off tail of a complaint shows."""

    at = models.DateTimeField()
    events = models.PositiveIntegerField()
    key_id = models.CharField(max_length=16)
    prev = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)

    class Meta:
        triggers = APPEND_ONLY


class SealedEvent(models.Model):
    """Which seal holds an event. Ids are not in the order of commits, so a late one goes into a later seal."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="sealed")
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="sealed_events")

    class Meta:
        triggers = APPEND_ONLY
