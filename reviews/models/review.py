"""Disciplinary reviews and their flags."""

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ledger.append_only_triggers import APPEND_ONLY
from reviews.models.labels import AUTHORITIES, DECISIONS, ORDER_OUTCOMES, STAGES
from reviews.rules import Stage
from reviews.rules.deciding_authority import Authority
from reviews.rules.decision_kinds import Decision

CLOSED = Q(status=Stage.CLOSED.value)
WITHOUT_DECISION = (Stage.FLAGGED, Stage.CALLED, Stage.EXPLAINED, Stage.SILENT, Stage.REMANDED)
NOT_DECIDED = Q(status__in=[stage.value for stage in WITHOUT_DECISION])
ADVERSE_DECISIONS = [decision.value for decision in Decision if decision.is_adverse]


class ReviewQuerySet(models.QuerySet):
    """Queries of reviews."""

    def open(self):
        """Return the reviews that are not closed."""
        return self.exclude(status=Stage.CLOSED.value)

    def of_officer(self, officer_id: int):
        """Return the reviews of an officer."""
        return self.filter(officer=officer_id)

    def with_finding(self):
        """Return the closed reviews whose decision calls the delay deliberate and still stands.

        A decision that the government set aside or sent back is none: the row has the decision that replaced it. Nor is
        a case that the portal referred to the government because nobody in the police may decide it.
        """
        found = self.filter(status=Stage.CLOSED.value, decision__in=ADVERSE_DECISIONS)
        return found.exclude(authority=Authority.GOVERNMENT.value, order_outcome="")

    def overdue(self, *, at):
        """Return the reviews whose stage is overdue."""
        return self.filter(due_at__lt=at)


class Review(models.Model):
    """A disciplinary review of an officer, opened by a breach. An officer has at most one open review.

    Further breaches are added to the open review. Those added after the officer was asked to explain are not decided
    in it: they open a new review when it closes. Who may see a review: reviews.queries.review_visibility.

    `authority`, `seat`: who decides now, and the office (none for the government). `due_at`: the deadline of the stage.
    `next_at`: when a scheduled job must handle it. `decision`: the last one that stands. `order_outcome`: what the
    government's order did with it on appeal. `seq`, `mac`: the last event of its own chain (models.ReviewEvent).
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
            # The list, oldest first, of all reviews or of one office; and the reviews that the scheduled job handles.
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


class Flag(models.Model):
    """A breach in an officer's review: they held the complaint when it happened or for a large part of the time.

    `share`: their part of the clock's running time (0 to 1), null until the job after the sweep has computed it.
    `called_at`: when the officer was asked to explain it. The row cannot change afterwards.
    """

    breach = models.ForeignKey("sla.Breach", models.PROTECT, related_name="flags", db_index=False)
    review = models.ForeignKey(Review, models.PROTECT, related_name="flags")
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
            pgtrigger.Protect(
                name="called_it_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__called_at__isnull=False),
            ),
        ]
