"""The disciplinary case that an officer's breaches open, and the flags that stand in it."""

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from complaints.models.event import APPEND_ONLY
from monitoring.models.words import AUTHORITIES, DECISIONS, ORDER_OUTCOMES, STAGES
from monitoring.rules.reviews import Stage
from monitoring.rules.reviews.decisions import Decision

CLOSED = Q(status=Stage.CLOSED.value)
NOT_DECIDED = Q(status__in=[Stage.FLAGGED.value, Stage.CALLED.value, Stage.EXPLAINED.value, Stage.SILENT.value])


class ReviewQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(status=Stage.CLOSED.value)

    def of(self, officer_id: int):
        return self.filter(officer=officer_id)

    def late(self, *, at):
        """Longer at their stage than they may be."""
        return self.filter(due_at__lt=at)


class Review(models.Model):
    """One open case an officer; further breaches join it. Who sees it: monitoring.queries.reviews.sight.

    `authority` and `seat` (its office; none where it is the government's) say who decides now. `due_at`: until when it
    may stand at its stage; `next_at`: when the clock has something to do with it. `decision` is the last one; on an
    appeal to the government `order_outcome` says what its order did with it. `seq` and `mac` are the head of its own
    chain of events (models.ReviewEvent). Flags that came after the call are not part of what is decided: at the end
    they begin a case of their own.
    """

    officer = models.ForeignKey("accounts.Officer", models.PROTECT, related_name="reviews")
    status = models.CharField(_("stage"), max_length=16, choices=STAGES, default=Stage.FLAGGED.value)
    opened_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    authority = models.CharField(max_length=10, choices=AUTHORITIES, blank=True, db_default="", default="")
    seat = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+", db_index=False)
    decision = models.CharField(max_length=16, choices=DECISIONS, blank=True, db_default="", default="")
    decided_at = models.DateTimeField(null=True)
    order_number = models.CharField(max_length=60, blank=True, db_default="", default="")
    order_date = models.DateField(null=True)
    order_outcome = models.CharField(max_length=10, choices=ORDER_OUTCOMES, blank=True, db_default="", default="")
    closed_at = models.DateTimeField(null=True)
    seq = models.PositiveIntegerField(db_default=0, default=0)
    mac = models.BinaryField(max_length=32, db_default=b"", default=b"")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("disciplinary review")
        constraints = [
            UniqueConstraint(name="review_one_open_an_officer", fields=["officer"], condition=~CLOSED),
            CheckConstraint(
                name="review_beyond_its_flags_was_called",
                condition=Q(status=Stage.FLAGGED.value, called_at=None)
                | (~Q(status=Stage.FLAGGED.value) & Q(called_at__isnull=False)),
            ),
            CheckConstraint(
                name="review_decided_says_what",
                condition=(NOT_DECIDED & Q(decision="", decided_at=None))
                | (~NOT_DECIDED & ~Q(decision="") & Q(decided_at__isnull=False)),
            ),
            CheckConstraint(
                name="review_referral_closes_with_an_order",
                condition=~(CLOSED & Q(decision=Decision.REFERRED.value))
                | (~Q(order_number="") & Q(order_date__isnull=False)),
            ),
            CheckConstraint(
                name="review_closed_says_when",
                condition=(CLOSED & Q(closed_at__isnull=False)) | (~CLOSED & Q(closed_at=None)),
            ),
        ]
        indexes = [
            # The list, the longest open first, whole or of one authority's office; and what the clock has to look at.
            Index(name="review_open_longest", fields=["opened_at", "id"], condition=~CLOSED),
            Index(name="review_at_a_seat", fields=["seat", "opened_at", "id"]),
            Index(name="review_next", fields=["next_at"], condition=Q(next_at__isnull=False)),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            APPEND_ONLY[1],
            pgtrigger.ReadOnly(name="whose_it_is_stays", fields=["officer", "opened_at"]),
            pgtrigger.Protect(
                name="a_step_has_its_event",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.seq <= OLD.seq AND (to_jsonb(OLD) - 'next_at') IS DISTINCT FROM (to_jsonb(NEW) - 'next_at')"
                ),
            ),
        ]


KEYS_ARE_THERE = """
    IF EXISTS (
        SELECT FROM flagged LEFT JOIN monitoring_breach AS breach ON breach.id = flagged.breach_id
        WHERE breach.id IS NULL
    ) OR EXISTS (
        SELECT FROM (SELECT DISTINCT review_id FROM flagged) AS joined (id)
        LEFT JOIN monitoring_review AS review ON review.id = joined.id WHERE review.id IS NULL
    ) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a flag of a breach or a review that is not there';
    END IF;
    RETURN NULL;
"""


class Flag(models.Model):
    """One breach in an officer's review: they held the complaint then, or had it for a large part of the time.

    `share`: their part of the clock's running time (0 to 1); empty until the job after the sweep has counted it.
    `called_at`: when it was laid before the officer; from then on it stays as it is.
    """

    # Checked for all at once, as a breach's (models.Breach); neither breaches nor reviews are ever deleted.
    breach = models.ForeignKey(
        "monitoring.Breach", models.PROTECT, related_name="flags", db_index=False, db_constraint=False
    )
    review = models.ForeignKey(Review, models.PROTECT, related_name="flags", db_constraint=False)
    share = models.FloatField(null=True)
    called_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("flag")
        constraints = [
            UniqueConstraint(name="flag_once_a_breach_and_review", fields=["breach", "review"]),
            CheckConstraint(name="flag_share_is_a_part", condition=Q(share=None) | Q(share__gte=0, share__lte=1)),
        ]
        indexes = [Index(name="flag_to_count", fields=["id"], condition=Q(share=None))]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            APPEND_ONLY[1],
            pgtrigger.Trigger(
                name="keys_are_there",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="flagged"),
                func=KEYS_ARE_THERE,
            ),
            pgtrigger.Protect(
                name="called_it_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__called_at__isnull=False),
            ),
        ]
