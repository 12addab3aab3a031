"""Requested time limits of categories, which a second administrator must confirm (docs/rules.md, *Roles*)."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.choice_labels import RANK_CHOICES
from accounts.models.two_administrators import TwoAdministrators, two_administrator_constraints
from ledger.append_only_triggers import fixed_except


class RequestedLimits(models.Model):
    """Time limits of a category, as an administrator enters them. Empty hours mean that there is no clock."""

    category = models.ForeignKey("complaints.Category", models.PROTECT, related_name="+", verbose_name=_("category"))
    contact_hours = models.PositiveSmallIntegerField(_("hours until contact"), null=True, blank=True)
    report_hours = models.PositiveSmallIntegerField(_("hours until the report"), null=True, blank=True)
    decision_hours = models.PositiveSmallIntegerField(_("hours until the decision"), default=48)
    escalation_hours = models.PositiveSmallIntegerField(_("hours between escalations"), default=24)
    escalations = models.PositiveSmallIntegerField(_("escalations"), default=3)
    reminder_share = models.FloatField(_("share of the time limit after which the officer is reminded"), default=0.75)
    pause_share = models.FloatField(
        _("share of the time limit for which questions may pause the deadline"), default=0.25
    )
    calendar = models.ForeignKey(
        "complaints.WorkingCalendar",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("calendar of working days (empty: around the clock)"),
    )
    starts_at = models.DateTimeField(_("begins at (empty: when it is confirmed)"), null=True, blank=True)
    rank_floor = models.CharField(_("lowest rank"), max_length=8, choices=RANK_CHOICES)
    source = models.TextField(_("authorising order"))

    class Meta:
        abstract = True


class PolicyChange(RequestedLimits, TwoAdministrators):
    """The requested limits of a category.

    After the confirmation they become the category's next policy, which applies to complaints registered from then on.
    """

    policy = models.OneToOneField("complaints.Policy", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("pending SLA changes")
        verbose_name_plural = _("pending SLA changes")
        constraints = [
            *two_administrator_constraints("policy_change", created="policy"),
            CheckConstraint(
                name="policy_change_has_shares_of_one",
                condition=Q(reminder_share__gt=0, reminder_share__lt=1, pause_share__gte=0, pause_share__lte=1),
            ),
            CheckConstraint(
                name="policy_change_looks_ahead", condition=Q(starts_at=None) | Q(starts_at__gt=F("asked_at"))
            ),
            UniqueConstraint(
                name="policy_change_waits_once_a_category", fields=["category"], condition=Q(decided_at=None)
            ),
        ]
        triggers = fixed_except("decided_by_id", "decided_at", "policy_id", once="decided_at")

    def __str__(self):
        return f"{self.category} {self.asked_at:%Y-%m-%d}"
