"""Admin pages for the targets of the board. They show no complaint."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import ServiceForm, ServiceModelAdmin, site
from monitoring.models import BoardTarget, BoardTargetChange
from monitoring.rules.board_targets import TargetFigure, is_possible_target
from monitoring.services import target_changes


class BoardTargetRequestForm(ServiceForm):
    """Request another target. A second administrator has to confirm it."""

    class Meta:
        model = BoardTargetChange
        fields = ["figure", "value", "source"]

    def clean(self):
        """Refuse an impossible target here, before the database's constraint does it with its name."""
        figure, value = self.cleaned_data.get("figure"), self.cleaned_data.get("value")
        if figure and value is not None and not is_possible_target(TargetFigure(figure), value):
            self.add_error("value", target_changes.describe_possible_targets(TargetFigure(figure)))

    def act(self):
        return target_changes.request_board_target(by=self.by, at=self.at, **self.cleaned_data)


class BoardTargetDecisionForm(ServiceForm):
    """The second administrator's decision on a requested target."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("", "–"), ("confirm", _("Confirm and start as requested")), ("refuse", _("Refuse"))],
    )

    class Meta:
        model = BoardTargetChange
        fields = []

    def act(self):
        confirmed = self.cleaned_data["decision"] == "confirm"
        decide = target_changes.approve_board_target if confirmed else target_changes.reject_board_target
        decide(change=self.instance, by=self.by, at=self.at)
        return BoardTargetChange.objects.get(pk=self.instance.pk)


@admin.register(BoardTarget, site=site)
class BoardTargetAdmin(ServiceModelAdmin):
    list_display = ["figure", "value", "since", "source"]
    ordering = ["figure", "-pk"]


@admin.register(BoardTargetChange, site=site)
class BoardTargetChangeAdmin(ServiceModelAdmin):
    form, add_form = BoardTargetDecisionForm, BoardTargetRequestForm
    list_display = ["figure", "value", "asked_by", "asked_at", "decided_by", "decided_at"]
    list_filter = [("decided_at", admin.EmptyFieldListFilter)]
    list_select_related = ["asked_by", "decided_by"]
    ordering = ["-asked_at"]

    def get_readonly_fields(self, request, obj=None):
        return ["figure", "value", "source", "asked_by", "asked_at"] if obj else []

    def get_fields(self, request, obj=None):
        return [*self.get_readonly_fields(request, obj), *super().get_fields(request, obj)]

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.decided_at)
