"""Categories of complaints, and the versions of their time limits (policies)."""

from datetime import timedelta

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.choice_labels import RANK_CHOICES, localized_name
from accounts.models.former_name import WithFormerNames
from accounts.models.row_version import VersionedModel, VersionedQuerySet
from accounts.rules.ranks import Rank
from complaints.models.display.complaint_labels import GROUPS
from complaints.models.former_category_name import FormerCategoryName
from complaints.rules.clock import EscalationSteps, is_urgent_category
from complaints.rules.special_categories import CRIME_GROUP
from complaints.rules.working_hours import AROUND_THE_CLOCK, CalendarHours, Hours
from ledger.append_only_triggers import NEVER_DELETED, NEVER_TRUNCATED


class CategoryQuerySet(VersionedQuerySet):
    def with_former_names(self):
        """Annotate former names, so that a history can show the name of that time (`as_of`)."""
        return self.annotate(former_names=FormerCategoryName.as_subquery(category=OuterRef("pk")))


class Category(WithFormerNames, VersionedModel):
    """A kind of complaint.

    `about_police`: a conduct category. `confidential`: identities are hidden from local officers. `search_words`: other
    words that people use for it, in English, Urdu and Roman Urdu.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    group = models.CharField(_("group"), max_length=16, choices=GROUPS)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_ur = models.CharField(_("name in Urdu"), max_length=120)
    name_roman = models.CharField(_("name in Roman Urdu"), max_length=120, blank=True, default="", db_default="")
    about_police = models.BooleanField(_("about the police"), default=False)
    confidential = models.BooleanField(_("confidential"), default=False)
    help_en = models.CharField(_("in plain words, English"), max_length=240, blank=True)
    help_ur = models.CharField(_("in plain words, Urdu"), max_length=240, blank=True)
    search_words = models.TextField(_("search words"), blank=True)
    is_active = models.BooleanField(_("offered"), default=True)
    order = models.PositiveSmallIntegerField(pgettext_lazy("position in a list", "order"), default=0)
    edited_at = models.DateTimeField(_("edited at"), null=True, editable=False)  # then load_categories skips it

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["order", "code"]
        triggers = [NEVER_DELETED, NEVER_TRUNCATED]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return localized_name(self.name_en, self.name_ur)

    @property
    def is_crime(self) -> bool:
        """Whether a complaint alone starts no criminal case, so that pages and guards ask for an FIR."""
        return self.group == CRIME_GROUP

    @property
    def help(self) -> str:
        return localized_name(self.help_en, self.help_ur)


class Validity(Func):
    """The range of time in which a policy applies to new complaints."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class PolicyQuerySet(VersionedQuerySet):
    def in_force(self, at):
        """Return the policies that apply to a complaint registered at that moment."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=at), valid_from__lte=at)


class Policy(VersionedModel):
    """One version of a category's time limits. Rows never change: a complaint keeps the version of its registration.

    Hours are hours around the clock, or working hours if there is a `calendar`. None means that there is no clock.
    `source` and the two certainty fields document where the figures come from.
    """

    category = models.ForeignKey(Category, models.PROTECT, related_name="policies")
    version = models.PositiveSmallIntegerField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    contact_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    report_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    decision_hours = models.PositiveSmallIntegerField(default=48)
    reminder_share = models.FloatField(default=0.75)
    pause_share = models.FloatField(default=0.25)
    calendar = models.ForeignKey("complaints.WorkingCalendar", models.PROTECT, null=True, blank=True, related_name="+")
    escalation_hours = models.PositiveSmallIntegerField(default=24)
    escalations = models.PositiveSmallIntegerField(default=3)
    rank_floor = models.CharField(max_length=8, choices=RANK_CHOICES, default=Rank.SI)
    urgent_act = models.CharField(max_length=80, blank=True)
    urgent_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    contact_certainty = models.TextField(blank=True)
    certainty = models.TextField(blank=True)
    source = models.TextField(blank=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        constraints = [
            models.UniqueConstraint(name="policy_version_unique", fields=["category", "version"]),
            ExclusionConstraint(
                name="policy_one_in_force",
                expressions=[
                    (F("category"), RangeOperators.EQUAL),
                    (Validity(F("valid_from"), F("valid_until")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="policy_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                # Only `valid_until` may be written, once.
                name="policy_is_never_changed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.valid_until IS NOT NULL OR "
                    "(to_jsonb(OLD) - 'valid_until') IS DISTINCT FROM (to_jsonb(NEW) - 'valid_until')"
                ),
            ),
        ]

    def __str__(self):
        return f"{self.category.code} v{self.version}"

    @property
    def contact_limit(self) -> timedelta | None:
        return None if self.contact_hours is None else timedelta(hours=self.contact_hours)

    @property
    def report_limit(self) -> timedelta | None:
        return None if self.report_hours is None else timedelta(hours=self.report_hours)

    @property
    def decision_limit(self) -> timedelta:
        return timedelta(hours=self.decision_hours)

    @property
    def steps(self) -> EscalationSteps:
        """Return when the officer is reminded, and how often and at which intervals the clock escalates."""
        return EscalationSteps(self.reminder_share, timedelta(hours=self.escalation_hours), self.escalations)

    @cached_property
    def calendar_hours(self) -> CalendarHours:
        """Return the hours of the calendar, which must be set. Two statements."""
        return self.calendar.hours

    def hours_at(self, office_kind: str) -> Hours:
        """Return the hours in which the limits are used up at an office of this kind. No calendar, no statement."""
        return AROUND_THE_CLOCK if self.calendar_id is None else self.calendar_hours.at_office(office_kind)

    @property
    def has_limits(self) -> bool:
        """Return whether complaints of this category have a deadline for the report."""
        return self.report_hours is not None

    @property
    def is_urgent(self) -> bool:
        return is_urgent_category(self.contact_limit, bool(self.urgent_act))
