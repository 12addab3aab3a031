"""Admin pages for categories, policies and retention periods. They show no complaint, statement or person."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin_base import RenameForm, ServiceForm, ServiceModelAdmin, site
from accounts.decision_admin import DecisionAdmin, DecisionForm
from complaints.models import Category, Policy, RetentionChange, RetentionPeriod
from complaints.queries import past_retention
from complaints.rules.retention_limits import LONGEST_MONTHS, SHORTEST_MONTHS
from complaints.services.administration import category_texts_and_policies
from complaints.services.retention import retention_period_changes


class CategoryForm(RenameForm):
    """Edit a category's wording and whether it is offered. Its group and `about_police` are fixed at its creation."""

    class Meta:
        model = Category
        fields = ["name_en", "name_ur", "name_change", *category_texts_and_policies.TEXT_FIELDS[2:]]

    def act(self):
        return category_texts_and_policies.save_category_texts(
            self.instance, by=self.by, at=self.at, correction=self.is_correction
        )


@admin.register(Category, site=site)
class CategoryAdmin(ServiceModelAdmin):
    form = CategoryForm
    list_display = ["name_en", "code", "group", "about_police", "confidential", "is_active"]
    list_filter = ["group", "is_active"]
    search_fields = ["code", "name_en", "name_ur"]


@admin.register(Policy, site=site)
class PolicyAdmin(ServiceModelAdmin):
    list_display = [
        *("category", "link_to_request", "contact_hours", "report_hours", "rank_floor"),
        *("version", "valid_from", "valid_until"),
    ]
    list_filter = [("valid_until", admin.EmptyFieldListFilter)]
    list_select_related = ["category"]
    search_fields = ["category__code", "category__name_en"]

    @admin.display(description=_("Change"))
    def link_to_request(self, policy: Policy) -> str:
        """Return a link to the form that requests other limits, filled with these. Ended versions have none."""
        if policy.valid_until is not None:
            return "–"
        form = reverse("admin:complaints_policychange_add")
        return format_html('<a href="{}?category={}">{}</a>', form, policy.category_id, _("Request new time limits"))


class RetentionRequestForm(ServiceForm):
    """Request another retention period. A second administrator has to confirm it."""

    months = forms.IntegerField(label=_("months after the end"), min_value=SHORTEST_MONTHS, max_value=LONGEST_MONTHS)

    class Meta:
        model = RetentionChange
        fields = ["category", "months", "source"]

    def act(self):
        return retention_period_changes.request_retention_period(by=self.by, at=self.at, **self.cleaned_data)


class RetentionDecisionForm(DecisionForm):
    """The second administrator's decision on a requested retention period."""

    approve = staticmethod(retention_period_changes.approve_retention_period)
    reject = staticmethod(retention_period_changes.reject_retention_period)

    class Meta:
        model = RetentionChange
        fields = []


@admin.register(RetentionPeriod, site=site)
class RetentionPeriodAdmin(ServiceModelAdmin):
    list_display = ["category", "months", "since", "source"]
    list_select_related = ["category"]
    ordering = ["category", "-pk"]


@admin.register(RetentionChange, site=site)
class RetentionChangeAdmin(DecisionAdmin):
    form, add_form = RetentionDecisionForm, RetentionRequestForm
    list_display = ["category", "months", "asked_by", "asked_at", "decided_by", "decided_at"]
    list_select_related = ["category", "asked_by", "decided_by"]

    def get_readonly_fields(self, request, obj=None):
        return ["category", "months", "source", "asked_by", "asked_at", "effect"] if obj else []

    @admin.display(description=_("Effect"))
    def effect(self, change: RetentionChange) -> str:
        """Return how many complaints would be anonymised in the next night."""
        number = past_retention.complaints_past_retention(
            at=timezone.now(), months={change.category_id: change.months}
        ).count()
        return ngettext(
            "If you confirm this, personal data in %(number)s complaint will be permanently destroyed the next night.",
            "If you confirm this, personal data in %(number)s complaints will be permanently destroyed the next night.",
            number,
        ) % {"number": number}
