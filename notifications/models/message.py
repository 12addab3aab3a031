"""The outbox: what somebody is to be told. The row is written with the fact it tells of, and sent afterwards."""

from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Q

from notifications.rules.references import PATTERN

# Literals, exactly as in the indexes: a parameter would lose them.
WAITING = Q(sent_at__isnull=True, given_up_at__isnull=True)


class MessageQuerySet(models.QuerySet):
    def waiting(self):
        """Neither sent nor given up."""
        return self.filter(WAITING)

    def given_up(self):
        """What an operator should look at: nobody was told."""
        return self.filter(given_up_at__isnull=False)

    def due(self, *, at: datetime):
        """Waiting, of age, and in no worker's hands."""
        return self.waiting().filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=at), not_before__lte=at)

    def in_turn(self, *, at: datetime):
        """Without those whose recipient has an earlier message in some worker's hands, or held back.

        What they asked for themselves, such as a code, does not wait behind what is held back.
        """
        earlier = self.model.objects.waiting().filter(recipient=OuterRef("recipient"), pk__lt=OuterRef("pk"))
        free = ~Exists(earlier.filter(held=True)) | Q(context__asked_for=True)
        return self.filter(~Exists(earlier.filter(claimed_until__gte=at)), free)

    def first_due_first(self):
        return self.order_by("not_before", "pk")


class Message(models.Model):
    """One thing to tell one recipient. No address and no personal data: the reference is resolved at sending."""

    recipient = models.CharField(max_length=80)  # "complainant:12", "posting:7", "office:3"
    template = models.CharField(max_length=80)  # notifications/messages/<template>.txt
    context = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # ids and facts only
    dedupe_key = models.CharField(max_length=200, null=True, unique=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # counted when claimed, so a killed worker counts too
    held = models.BooleanField(default=False, db_default=False)  # until an hour they chose, or for want of a way
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True, default="")  # never an address
    channel = models.CharField(max_length=20, blank=True, default="")  # the one it left by

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
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
            # The deliverer's claim, oldest due first; stays small because sent rows leave it.
            models.Index(name="message_due", fields=["not_before", "id"], condition=WAITING),
            # Is an earlier message of the same recipient under way?
            models.Index(name="message_turn", fields=["recipient", "id"], condition=WAITING),
            # What an officer was told, and when: read for the dossier of a delay. Citizens' messages are not in it.
            models.Index(
                name="message_of_posting",
                fields=["recipient", "created_at"],
                condition=Q(recipient__startswith="posting:"),
            ),
            # The operator's list of what nobody was told.
            models.Index(
                name="message_given_up",
                fields=["-given_up_at"],
                condition=Q(given_up_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.template} to {self.recipient}"
