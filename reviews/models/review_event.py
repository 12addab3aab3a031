"""A review's own history: appended, chained, never changed. Only reviews.services.history writes here."""

import json

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from complaints.models.event import APPEND_ONLY, ActorKind, Seal
from reviews.models.labels import STEPS


class ReviewEvent(models.Model):
    """One thing that happened in a review, chained as a complaint's events are (ledger.chain).

    `posting`: under which the officer acted; none where the system did, or somebody who holds no post any more.
    """

    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=STEPS)
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
            # Whoever has decided in a review goes on seeing it.
            models.Index(
                name="review_event_decided_by",
                fields=["officer", "review"],
                condition=Q(kind__in=["decide", "decide_finally"]),
            )
        ]
        triggers = APPEND_ONLY

    def facts(self) -> dict:
        """What its body says beside who and when."""
        return json.loads(self.body)["facts"]


class ReviewWords(models.Model):
    """What was written with an event; the body holds their salted digest."""

    event = models.OneToOneField(ReviewEvent, models.PROTECT, primary_key=True, related_name="words")
    salt = models.BinaryField(max_length=16)
    text = models.TextField()

    class Meta:
        verbose_name = _("review text")
        triggers = APPEND_ONLY


class SealedStep(models.Model):
    """Which seal of the log holds an event of a review (reviews.services.history_seals)."""

    event = models.OneToOneField(ReviewEvent, models.PROTECT, primary_key=True, related_name="sealed")
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="sealed_steps")

    class Meta:
        triggers = APPEND_ONLY
