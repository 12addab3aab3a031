"""Admin pages for categories, time limits and retention periods. They show no complaint, statement or person."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.administration import ActForm, Administered, NamedForm, site
from complaints.models import Category, Policy, PolicyChange, RetentionChange, RetentionPeriod
from complaints.queries import policy_effects, retention
from complaints.rules.retention import LONGEST, SHORTEST
from complaints.services.administration import categories, policy_limits
from complaints.services.retention import periods


class CategoryForm(NamedForm):
    """Edit a category's wording and whether it is offered. Its group and `about_police` are fixed at its creation."""

    class Meta:
        model = Category
        fields = ["name_en", "name_ur", "name_change", *categories.WORDING[2:]]

    def act(self):
        return categories.reword(self.instance, by=self.by, at=self.at, correction=self.is_correction)


class AskForm(ActForm):
    """Request other time limits. A second administrator has to confirm them."""

    class Meta:
        model = PolicyChange
        fields = ["category", *policy_limits.LIMITS, "starts_at"]

    def act(self):
        return policy_limits.ask_for(by=self.by, at=self.at, **self.cleaned_data)


class DecideForm(ActForm):
    """The second administrator's decision on requested time limits."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("", "–"), ("confirm", _("Confirm and start as requested")), ("refuse", _("Refuse"))],
    )

    class Meta:
        model = PolicyChange
        fields = []

    def act(self):
        decide = policy_limits.confirm if self.cleaned_data["decision"] == "confirm" else policy_limits.refuse
        decide(change=self.instance, by=self.by, at=self.at)
        return PolicyChange.objects.get(pk=self.instance.pk)


def _display(value) -> str:
    return "–" if value in (None, "") else str(value)


@admin.register(Category, site=site)
class CategoryAdmin(Administered):
    form = CategoryForm
    list_display = ["name_en", "code", "group", "about_police", "confidential", "is_active"]
    list_filter = ["group", "is_active"]
    search_fields = ["code", "name_en", "name_ur"]


@admin.register(Policy, site=site)
class PolicyAdmin(Administered):
    list_display = ["category", "version", "valid_from", "valid_until", "contact_hours", "report_hours", "rank_floor"]
    list_filter = [("valid_until", admin.EmptyFieldListFilter)]
    list_select_related = ["category"]
    search_fields = ["category__code", "category__name_en"]


@admin.register(PolicyChange, site=site)
class PolicyChangeAdmin(Administered):
    form, add_form = DecideForm, AskForm
    list_display = ["category", "contact_hours", "report_hours", "asked_by", "asked_at", "decided_by", "decided_at"]
    list_filter = [("decided_at", admin.EmptyFieldListFilter)]
    list_select_related = ["category", "asked_by", "decided_by"]
    ordering = ["-asked_at"]

    def get_readonly_fields(self, request, obj=None):
        return ["category", *policy_limits.LIMITS, "starts_at", "asked_by", "asked_at", "effect"] if obj else []

    @admin.display(description=_("Effect"))
    def effect(self, change: PolicyChange) -> str:
        """Return how many complaints keep their limits, and which limits change for new ones."""
        preview = policy_effects.effect(change, at=timezone.now())
        unaffected = ngettext(
            "%(number)s open complaint keeps the time limit already given.",
            "%(number)s open complaints keep the time limits already given.",
            preview.kept,
        ) % {"number": preview.kept}
        names = {name: Policy._meta.get_field(name).verbose_name for name in preview.changed}
        changes = [f"{names[name]}: {_display(old)} → {_display(new)}" for name, (old, new) in preview.changed.items()]
        return format_html_join("", "<div>{}</div>", ((line,) for line in [unaffected, *changes]))

    def get_fields(self, request, obj=None):
        return [*self.get_readonly_fields(request, obj), *super().get_fields(request, obj)]

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.decided_at)


class AskToKeepForm(ActForm):
    """Request another retention period. A second administrator has to confirm it."""

    months = forms.IntegerField(label=_("months after the end"), min_value=SHORTEST, max_value=LONGEST)

    class Meta:
        model = RetentionChange
        fields = ["category", "months", "source"]

    def act(self):
        return periods.ask_for(by=self.by, at=self.at, **self.cleaned_data)


class DecideOnKeepingForm(DecideForm):
    """The second administrator's decision on a requested retention period."""

    class Meta:
        model = RetentionChange
        fields = []

    def act(self):
        decide = periods.confirm if self.cleaned_data["decision"] == "confirm" else periods.refuse
        decide(change=self.instance, by=self.by, at=self.at)
        return RetentionChange.objects.get(pk=self.instance.pk)


@admin.register(RetentionPeriod, site=site)
class RetentionPeriodAdmin(Administered):
    list_display = ["category", "months", "since", "source"]
    list_select_related = ["category"]
    ordering = ["category", "-pk"]


@admin.register(RetentionChange, site=site)
class RetentionChangeAdmin(PolicyChangeAdmin):
    form, add_form = DecideOnKeepingForm, AskToKeepForm
    list_display = ["category", "months", "asked_by", "asked_at", "decided_by", "decided_at"]

    def get_readonly_fields(self, request, obj=None):
        return ["category", "months", "source", "asked_by", "asked_at", "effect"] if obj else []

    @admin.display(description=_("Effect"))
    def effect(self, change: RetentionChange) -> str:
        """Return how many complaints would be anonymised in the next night."""
        number = retention.over(at=timezone.now(), months={change.category_id: change.months}).count()
        return ngettext(
            "If you confirm this, personal data in %(number)s complaint will be permanently destroyed the next night.",
            "If you confirm this, personal data in %(number)s complaints will be permanently destroyed the next night.",
            number,
        ) % {"number": number}
