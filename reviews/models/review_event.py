"""The history of a review: chained events that never change. Only reviews.services.review_history writes them."""

import json

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from complaints.models.event import ActorKind, Seal
from ledger.append_only_triggers import APPEND_ONLY
from reviews.models.labels import EVENT_LABELS


class ReviewEvent(models.Model):
    """One event of a review, chained like the events of a complaint (ledger.chain).

    `posting`: under which the officer acted; none for the system, and for an officer without a posting.
    """

    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=EVENT_LABELS)
    actor_kind = models.CharField(max_length=8, choices=ActorKind)
    officer = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.TextField()
    key_id = models.CharField(max_length=16)
    prev = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("review event")
        constraints = [UniqueConstraint(name="review_event_seq_unique", fields=["review", "seq"])]
        indexes = [
            # Officers who decided in a review can still see it (reviews.queries.review_visibility).
            models.Index(
                name="review_event_decided_by",
                fields=["officer", "review"],
                condition=Q(kind__in=["decide", "decide_finally"]),
            )
        ]
        triggers = APPEND_ONLY

    def facts(self) -> dict:
        """Return the facts in the body: everything but the actor and the time."""
        return json.loads(self.body)["facts"]


class ReviewWords(models.Model):
    """The text that was entered with an event. The body of the event has its salted digest."""

    event = models.OneToOneField(ReviewEvent, models.PROTECT, primary_key=True, related_name="words")
    salt = models.BinaryField(max_length=16)
    text = models.TextField()

    class Meta:
        verbose_name = _("review text")
        triggers = APPEND_ONLY


class SealedStep(models.Model):
    """The seal of the log that holds an event of a review (reviews.services.review_seals)."""

    event = models.OneToOneField(ReviewEvent, models.PROTECT, primary_key=True, related_name="sealed")
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="sealed_steps")

    class Meta:
        triggers = APPEND_ONLY
