"""Leave: for a time somebody else does what a posting has to do."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.posting import Tenure


class LeaveQuerySet(models.QuerySet):
    def current(self, at):
        """Leaves that last at a moment."""
        return self.filter(starts_at__lte=at, ends_at__gt=at)

    def not_over(self, at):
        """Those that last, or are still to begin, the nearest first."""
        return self.filter(ends_at__gt=at).order_by("starts_at", "pk")

    def with_people(self):
        """With both postings, and whose they are."""
        return self.select_related("posting__officer", "posting__office", "cover__officer", "cover__office")


class Leave(models.Model):
    """The posting is on leave from then to then, and `cover` acts for it. The holder stays who they are.

    Ended early, `ends_at` is that moment; called off before it began, it is `starts_at`, and no second is covered.
    """

    posting = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="leaves", db_index=False)
    cover = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="covered_leaves", db_index=False)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    set_at = models.DateTimeField(editable=False)
    set_by = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, editable=False, related_name="+")
    ended_by = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, editable=False, related_name="+")

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        constraints = [
            CheckConstraint(name="leave_does_not_end_before_it_starts", condition=Q(ends_at__gte=F("starts_at"))),
            CheckConstraint(name="leave_is_not_covered_by_oneself", condition=~Q(cover=F("posting"))),
            ExclusionConstraint(
                name="leave_one_cover_at_a_time",
                expressions=[
                    ("posting", RangeOperators.EQUAL),
                    (Tenure("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [Index(name="leave_by_cover", fields=["cover", "ends_at"])]
