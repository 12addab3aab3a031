"""Leave: another posting acts for a posting for a time."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.posting import Tenure
from accounts.models.row_version import VersionedModel, VersionedQuerySet
from ledger.append_only_triggers import fixed_except


class LeaveQuerySet(VersionedQuerySet):
    def current(self, at):
        """Return leaves that have begun and not ended at a moment."""
        return self.filter(starts_at__lte=at, ends_at__gt=at)

    def not_over(self, at):
        """Return current and future leaves, without cancelled ones, the earliest first."""
        return self.filter(ends_at__gt=at).exclude(ends_at=F("starts_at")).order_by("starts_at", "pk")

    def with_people(self):
        """Load both postings with their officers and offices."""
        return self.select_related("posting__officer", "posting__office", "cover__officer", "cover__office")


class Leave(VersionedModel):
    """A leave of `posting` during which `cover` acts for it. The holder of complaints does not change.

    If the leave ends early, `ends_at` is moved to that time. If it is cancelled before it begins, `ends_at` equals
    `starts_at`.
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
        triggers = fixed_except("ends_at", "ended_by_id")
