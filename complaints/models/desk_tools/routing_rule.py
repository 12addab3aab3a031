"""Routing rules: to whom complaints of an area are proposed to be marked."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedModel, VersionedQuerySet
from ledger.append_only_triggers import fixed_except


class RoutingRuleQuerySet(VersionedQuerySet):
    def current(self, at):
        """Return the rules that apply at a moment."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)

    def not_over(self, at):
        """Return current and future rules, without cancelled ones."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at)).exclude(ends_at=F("starts_at"))

    def with_names(self):
        """Load everything that a list of rules names."""
        people = "target_posting__officer", "target_posting__office", "set_by__officer", "set_by__office"
        return self.select_related("office", "place", "category", "target_office", *people)


class RoutingRule(VersionedModel):
    """A rule that complaints of a category, at a place, are proposed for one posting or for the officers of an office.

    `office`: the office whose head set the rule; place and target are at or below it. `category`: None for all.
    `place`: the incident place, with all offices below it. Exactly one of `target_posting` and `target_office` is set.
    A rule steers the proposal only: conflict exclusions and rank floors come first (`rules.marking.marking_proposal`).
    Rules are not changed: one is ended and another one set, so that every proposal can be explained later.
    """

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    category = models.ForeignKey("complaints.Category", models.PROTECT, null=True, related_name="+", db_index=False)
    place = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    target_posting = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    target_office = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+", db_index=False)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    ended_by = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        constraints = [
            CheckConstraint(
                name="routing_rule_has_one_target",
                condition=Q(target_posting=None, target_office__isnull=False)
                | Q(target_posting__isnull=False, target_office=None),
            ),
            CheckConstraint(
                name="routing_rule_does_not_end_before_it_starts",
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
            ),
        ]
        # For the proposal: the rules of a place's line (complaints/queries/routing_rules.py).
        indexes = [Index(name="routing_rule_of_a_place", fields=["place", "starts_at"])]
        triggers = fixed_except("ends_at", "ended_by_id")
