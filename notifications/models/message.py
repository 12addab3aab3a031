"""The outbox: messages as rows, which are written in the transaction of their event and sent afterwards."""

from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Q

from notifications.rules.recipient_references import PATTERN

# Literals as in the indexes. With query parameters PostgreSQL would not use the partial indexes.
WAITING = Q(sent_at__isnull=True, given_up_at__isnull=True)


class MessageQuerySet(models.QuerySet):
    def waiting(self):
        """Return messages that are neither sent nor given up."""
        return self.filter(WAITING)

    def given_up(self):
        """Return messages that could not be sent, which an operator should check."""
        return self.filter(given_up_at__isnull=False)

    def due(self, *, at: datetime):
        """Return waiting messages whose time has come and that no worker has claimed."""
        return self.waiting().filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=at), not_before__lte=at)

    def in_turn(self, *, at: datetime):
        """Exclude messages whose recipient has an earlier message that is claimed or held.

        A message that the recipient requested, such as a code, does not wait for held messages.
        """
        earlier = self.model.objects.waiting().filter(recipient=OuterRef("recipient"), pk__lt=OuterRef("pk"))
        free = ~Exists(earlier.filter(held=True)) | Q(context__asked_for=True)
        return self.filter(~Exists(earlier.filter(claimed_until__gte=at)), free)

    def first_due_first(self):
        return self.order_by("not_before", "pk")


class Message(models.Model):
    """One message to one recipient. It holds no address and no personal data: the reference is resolved at sending."""

    recipient = models.CharField(max_length=80)  # "complainant:12", "posting:7", "office:3"
    template = models.CharField(max_length=80)  # notifications/messages/<template>.txt
    context = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # ids and facts only
    dedupe_key = models.CharField(max_length=200, null=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # increased when claimed, so that a killed worker counts
    held = models.BooleanField(default=False, db_default=False)  # until the chosen hours, or until a channel is set up
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True, default="")  # never an address
    channel = models.CharField(max_length=20, blank=True, default="")  # by which it was sent

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            # One index for equality and for the beginnings of keys. `unique=True` would make two of the widest column.
            models.UniqueConstraint(
                name="message_dedupe_key_once", fields=["dedupe_key"], opclasses=["varchar_pattern_ops"]
            ),
            models.CheckConstraint(
                name="message_recipient_is_a_reference",
                condition=Q(recipient__regex=PATTERN),
            ),
            models.CheckConstraint(
                name="message_not_both_sent_and_given_up",
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True),
            ),
        ]
        indexes = [
            # For claiming due messages, oldest first. It stays small because it holds no sent messages.
            models.Index(name="message_due", fields=["not_before", "id"], condition=WAITING),
            # For earlier waiting messages of the same recipient.
            models.Index(name="message_turn", fields=["recipient", "id"], condition=WAITING),
            # For a dossier: the notices that an officer received, and when. It holds no citizens' messages.
            models.Index(
                name="message_of_posting",
                fields=["recipient", "created_at"],
                condition=Q(recipient__startswith="posting:"),
            ),
            # For the operator's list of messages that could not be sent.
            models.Index(
                name="message_given_up",
                fields=["-given_up_at"],
                condition=Q(given_up_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.template} to {self.recipient}"
