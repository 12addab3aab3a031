"""The disciplinary case that an officer's breaches open, and the flags that stand in it."""

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.rules.offices import Kind
from accounts.rules.roles import Role
from monitoring.rules.reviews import Stage

REVIEWING_ROLES = frozenset({Role.MONITOR, Role.DISCIPLINE_OFFICER})

STAGES = [
    (Stage.FLAGGED.value, _("Flagged")),
    (Stage.CLOSED.value, _("Closed")),
]


def sees_every_review(actor) -> bool:
    return actor.office_kind == Kind.CENTRAL and (actor.is_head or actor.role in REVIEWING_ROLES)


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The Central Police Office's monitors, discipline officers and head see every review; anybody else their own.

        Nobody, and a complaint's holder by that alone, sees another officer's.
        """
        if actor is None:
            return self.none()
        if sees_every_review(actor):
            return self
        return self.filter(officer_id=actor.officer_id)

    def open(self):
        return self.exclude(status=Stage.CLOSED.value)


class Review(models.Model):
    """One open case an officer; further breaches join it."""

    officer = models.ForeignKey("accounts.Officer", models.PROTECT, related_name="reviews")
    status = models.CharField(_("stage"), max_length=16, choices=STAGES, default=Stage.FLAGGED.value)
    opened_at = models.DateTimeField()

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        constraints = [
            UniqueConstraint(
                name="review_one_open_an_officer", fields=["officer"], condition=~Q(status=Stage.CLOSED.value)
            )
        ]


class Flag(models.Model):
    """One breach in an officer's review. A breach is flagged once, so it stands in one review."""

    breach = models.OneToOneField("monitoring.Breach", models.PROTECT, related_name="flag")
    review = models.ForeignKey(Review, models.PROTECT, related_name="flags")

    class Meta:
        verbose_name = _("flag")
