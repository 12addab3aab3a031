"""Admin pages for requests of other time limits: the editor, its simulation (the SLA lab), and the decision."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import ServiceForm, site
from accounts.decision_admin import DecisionAdmin, DecisionForm
from accounts.services.staff_refusals import StaffChangeRefused
from complaints.models import Policy, PolicyChange, PolicySimulation
from complaints.queries import policy_effects
from complaints.services.administration import policy_limit_changes, policy_simulations
from complaints.services.administration.policy_limit_changes import LIMIT_FIELDS
from complaints.simulation_display import simulation_context

SECONDS_BETWEEN_LOOKS = 3


class PolicyRequestForm(ServiceForm):
    """Enter other time limits. Their effect is simulated before they are requested."""

    class Meta:
        model = PolicyChange
        fields = ["category", *LIMIT_FIELDS, "starts_at"]

    def clean_reminder_share(self) -> float:
        return self._clean_share("reminder_share")

    def clean_pause_share(self) -> float:
        return self._clean_share("pause_share")

    def _clean_share(self, name: str) -> float:
        """Return the share. Raises ValidationError at its own field; the model's constraint would name no field."""
        share = self.cleaned_data[name]
        if not policy_limit_changes.is_share(name, share):
            raise ValidationError(policy_limit_changes.WRONG_SHARE)
        return share

    def act(self):
        return policy_simulations.start_simulation(by=self.by, at=self.at, **self.cleaned_data)


class PolicyDecisionForm(DecisionForm):
    """The second administrator's decision on requested time limits."""

    approve = staticmethod(policy_limit_changes.approve_policy_limits)
    reject = staticmethod(policy_limit_changes.reject_policy_limits)

    class Meta:
        model = PolicyChange
        fields = []


@admin.register(PolicyChange, site=site)
class PolicyChangeAdmin(DecisionAdmin):
    form, add_form = PolicyDecisionForm, PolicyRequestForm
    add_form_template = "admin/complaints/policychange/limits.html"
    change_form_template = "admin/complaints/policychange/decision.html"
    list_display = ["category", "contact_hours", "report_hours", "asked_by", "asked_at", "decided_by", "decided_at"]
    list_select_related = ["category", "asked_by", "decided_by"]

    def get_urls(self):
        simulation = path(
            "simulation/<int:simulation>/",
            self.admin_site.admin_view(self.simulation_page),
            name="complaints_policychange_simulation",
        )
        return [simulation, *super().get_urls()]

    def get_readonly_fields(self, request, obj=None):
        return ["category", *LIMIT_FIELDS, "starts_at", "asked_by", "asked_at", "effect"] if obj else []

    def get_changeform_initial_data(self, request):
        """Return the limits of the simulation or category that the address names (`_row_to_start_from`)."""
        initial = super().get_changeform_initial_data(request)
        source = _row_to_start_from(request)
        if source is None:
            return initial
        limits = {name: getattr(source, name) for name in LIMIT_FIELDS}
        return initial | limits | {"category": source.category_id, "starts_at": getattr(source, "starts_at", None)}

    @admin.display(description=_("Effect"))
    def effect(self, change: PolicyChange) -> str:
        """Return how many complaints keep their limits, and which limits change for new ones."""
        return format_html_join("", "<div>{}</div>", ((line,) for line in describe_changed_limits(change)))

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, {"title": gettext("Request new time limits")})

    def log_addition(self, request, obj, message):
        """Do nothing: a simulation changes nothing, and the service logs the request."""

    def response_add(self, request, obj, post_url_continue=None):
        return redirect("admin:complaints_policychange_simulation", obj.pk)

    def render_change_form(self, request, context, *args, **kwargs):
        change, simulation = context.get("original"), None
        if change:
            simulation = change.simulations.select_related("category").order_by("-pk").first()
            context["effect"] = simulation and simulation_context(simulation, reader_id=request.actor.officer_id)
        return _reload_while_it_runs(super().render_change_form(request, context, *args, **kwargs), simulation)

    def simulation_page(self, request: HttpRequest, simulation: int) -> HttpResponse:
        """Show the progress or the result of a simulation; request its limits, or repeat it."""
        rows = PolicySimulation.objects.select_related("category", "change", "calendar")
        row = get_object_or_404(rows, pk=simulation)
        if request.POST.get("act") in {"request", "repeat"}:
            return self._act_on_simulation(request, row)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Effect of the new time limits"),
            "effect": simulation_context(row, reader_id=request.actor.officer_id),
            "limits": describe_changed_limits(row),
            "back": f"{reverse('admin:complaints_policychange_add')}?simulation={row.pk}",
            "may_request": row.change_id is None and row.asked_by_id == request.actor.officer_id,
        }
        response = TemplateResponse(request, "admin/complaints/policychange/simulation.html", context)
        return _reload_while_it_runs(response, row)

    def _act_on_simulation(self, request: HttpRequest, row: PolicySimulation) -> HttpResponse:
        at = timezone.now()
        if request.POST["act"] == "repeat":
            row = policy_simulations.repeat_simulation(row, by=request.actor, at=at)
            return redirect("admin:complaints_policychange_simulation", row.pk)
        try:
            change = policy_simulations.request_simulated_limits(row, by=request.actor, at=at)
        except StaffChangeRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:complaints_policychange_simulation", row.pk)
        messages.success(request, gettext("Requested. Another administrator sees the same figures and decides."))
        return redirect("admin:complaints_policychange_change", change.pk)


def _reload_while_it_runs(response: HttpResponse, simulation: PolicySimulation | None) -> HttpResponse:
    """Let the browser load the page again until the simulation has finished. The page says so."""
    if simulation is not None and simulation.finished_at is None:
        response.headers["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return response


def _row_to_start_from(request: HttpRequest) -> PolicySimulation | Policy | None:
    """Return the row whose limits fill the editor: the address names a simulation or a category, or neither."""
    candidates = [
        ("simulation", "pk", PolicySimulation.objects.all()),
        ("category", "category", Policy.objects.in_force(timezone.now())),
    ]
    for name, column, rows in candidates:
        number = request.GET.get(name, "")
        if number.isascii() and number.isdecimal() and len(number) < 10:
            return rows.filter(**{column: int(number)}).first()
    return None


def _display_value(value) -> str:
    return "–" if value in (None, "") else str(value)


def describe_changed_limits(change: PolicyChange | PolicySimulation) -> list[str]:
    """Return how many open complaints keep their limits, and each limit that changes for new ones."""
    preview = policy_effects.preview_policy_effect(change, at=timezone.now())
    unaffected = ngettext(
        "%(number)s open complaint keeps the time limit already given.",
        "%(number)s open complaints keep the time limits already given.",
        preview.unchanged,
    ) % {"number": preview.unchanged}
    names = {name: PolicyChange._meta.get_field(name).verbose_name for name in preview.changed}
    changes = [
        f"{capfirst(names[name])}: \u2066{_display_value(old)} → {_display_value(new)}\u2069"  # isolated left to right
        for name, (old, new) in preview.changed.items()
    ]
    return [unaffected, *changes]
